import { isLastWorkingStage, nextStage, type Pipeline, stageOf } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { mayLeave } from './stages.ts';

type Merged = Extract<TaskEvent, { type: 'merged' }>;
type Held = Extract<TaskEvent, { type: 'held' }>;

/** Main has moved to the task's merge commit: accepted only where the last gates have passed for this very candidate (INV-1). */
export const merged = (pipeline: Pipeline, task: Task, event: Merged): Decision => {
  const stage = stageOf(pipeline, task.stage);
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (pipeline.delivery === 'none') return refuse(`the pipeline ${pipeline.name} delivers nothing`);
  if (stage === null || !isLastWorkingStage(pipeline, stage)) {
    return refuse(`${task.id} is in ${task.stage}, not in the stage that delivers`);
  }
  if (!mayLeave(pipeline, stage, task))
    return refuse(`the gates of ${stage.name} have not all passed for the present candidate`);
  const done = nextStage(pipeline, stage.name)?.name ?? task.stage;
  const state = { status: 'merged', commit: event.commit } as const;
  const delivered: Task = { ...task, stage: done, activeJob: null, due: null, state };
  const settle = { type: 'settle-dependents', standing: 'merged' } as const;
  const late = task.activeJob;
  return late === null
    ? accept(delivered, settle)
    : accept(delivered, { type: 'cancel-job', job: late.job, reason: `${task.id} was merged` }, settle);
};

/**
 * Something outside the candidate stands in the way: the task keeps its stage, its verdicts and what is due, and waits for a
 * person. A worker that finds it later tries again.
 */
export const held = (task: Task, event: Held): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (task.activeJob !== null)
    return refuse(`${task.activeJob.job} (${task.activeJob.role}) is still to work on ${task.id}`);
  if (task.drive === 'engine' && task.due === null) return refuse(`nothing is to be done on ${task.id} now`);
  // Found again and again: the first time says it, and since when.
  if (task.state.status === 'waiting' && task.state.reason === event.reason)
    return refuse(`${task.id} waits for that already`);
  return accept({ ...task, state: { status: 'waiting', reason: event.reason, owner: 'person' } });
};
