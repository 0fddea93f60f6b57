import type { Pipeline } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';

type Seen = Extract<TaskEvent, { type: 'candidate-seen' }>;

/**
 * The branch holds another tree than before: what gates said of the old one no longer counts (INV-2), and the task goes back to
 * the stage where work begins, because every later stage was entered with verdicts about something else.
 */
export const candidateSeen = (pipeline: Pipeline, task: Task, event: Seen): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (event.candidate === task.candidate) return accept({ ...task, head: event.head });
  const first = pipeline.stages[0]?.name ?? task.stage;
  const state: Task['state'] =
    task.state.status === 'ready' || task.state.status === 'waiting' || task.state.status === 'sent-back'
      ? { status: 'planned' }
      : task.state;
  return accept({ ...task, head: event.head, candidate: event.candidate, stage: first, state, verdicts: [] });
};
