import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { Dependency, TaskEvent } from '../domain/task-event.ts';
import { firstDue, lostOne, waitingFor } from './beginning.ts';
import { accept, type Decision, refuse } from './decision.ts';

type Settled = Extract<TaskEvent, { type: 'dependency-settled' }>;

/** A task that this one depends on was merged, or will not be: what waited starts, or the task is skipped with the cause. */
export const dependencySettled = (pipeline: Pipeline, task: Task, event: Settled): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  if (event.dependency.standing === 'merged') return dependencyMerged(pipeline, task, event.unmerged);
  const lost = lostOne([event.dependency]);
  return lost === null || task.state.status === 'running' ? accept(task) : skip(task, lost);
};

/** Something that it needs will not come: it is not begun, its job is called off, and what depends on it is told. */
export const skip = (task: Task, reason: string): Decision => {
  const skipped: Task = { ...task, activeJob: null, due: null, state: { status: 'skipped', reason } };
  const settle = { type: 'settle-dependents', standing: 'lost' } as const;
  return task.activeJob === null
    ? accept(skipped, settle)
    : accept(skipped, { type: 'cancel-job', job: task.activeJob.job, reason }, settle);
};

const dependencyMerged = (pipeline: Pipeline, task: Task, unmerged: readonly Dependency[]): Decision => {
  const { activeJob, state } = task;
  if (activeJob !== null && state.status !== 'running') {
    return accept(task, { type: 'release-job', job: activeJob.job, waitsFor: waitingFor(unmerged) });
  }
  const waitedToBegin =
    task.drive === 'engine' && state.status === 'planned' && activeJob === null && task.due === null;
  if (!waitedToBegin) return accept(task);
  const waits = waitingFor(unmerged);
  return waits === null
    ? accept({ ...task, state: { status: 'planned' }, due: firstDue(pipeline, task.stage) })
    : accept({ ...task, state: { status: 'planned', reason: `waits for ${waits}` } });
};
