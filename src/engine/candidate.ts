import { isJudging, type Pipeline, stageOf } from '../domain/pipeline/pipeline.ts';
import { outsideScope } from '../domain/pipeline/write-scope.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { enter } from './entering.ts';

type Seen = Extract<TaskEvent, { type: 'candidate-seen' }>;

/**
 * The branch holds another tree than before, and no job of the stage explains it: what gates and judges said of the old one no
 * longer counts (INV-2). The task goes back to the first stage that what changed belongs to, because every later one was
 * entered with verdicts about something else.
 */
export const candidateSeen = (pipeline: Pipeline, task: Task, event: Seen): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (event.candidate === task.candidate) return accept({ ...task, head: event.head });
  const seen: Task = { ...task, head: event.head, candidate: event.candidate };
  const stage = stageOf(pipeline, backTo(pipeline, task, event.changed));
  if (stage === null) return accept(seen);
  if (task.activeJob !== null) return accept({ ...seen, stage: stage.name });
  const entered = enter(pipeline, seen, stage);
  // What failed or is blocked stays so until somebody acts on it.
  return task.state.status === 'failed' || task.state.status === 'blocked'
    ? accept({ ...entered, state: task.state, due: null })
    : accept(entered);
};

/** The earliest stage whose role makes what changed, but never a later one than the present; the first where nobody does. */
const backTo = (pipeline: Pipeline, task: Task, changed: readonly string[]): string => {
  const present = pipeline.stages.findIndex(({ name }) => name === task.stage);
  const owner = pipeline.stages.findIndex((stage) => {
    if (stage.role === null || isJudging(pipeline, stage)) return false;
    return stage.writes === null || outsideScope(changed, stage.writes, task).length < changed.length;
  });
  return pipeline.stages[Math.max(0, Math.min(owner, present))]?.name ?? task.stage;
};
