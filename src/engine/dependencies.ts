import { isSettled, type Task } from '../domain/task.ts';
import type { TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { waitingFor } from './jobs.ts';

type Settled = Extract<TaskEvent, { type: 'dependency-settled' }>;

/** A task that this one depends on was merged, or will not be: the waiting job starts, or the task is skipped with the cause. */
export const dependencySettled = (task: Task, event: Settled): Decision => {
  if (isSettled(task.state)) return refuse(`${task.id} is ${task.state.status}`);
  const active = task.activeJob;
  if (event.dependency.standing === 'merged') {
    return active === null || task.state.status === 'running'
      ? accept(task)
      : accept(task, { type: 'release-job', job: active.job, waitsFor: waitingFor(event.unmerged) });
  }
  if (event.dependency.standing !== 'lost' || task.state.status === 'running') return accept(task);
  const reason = `${event.dependency.slug} (${event.dependency.task}) will not be merged`;
  const skipped: Task = { ...task, activeJob: null, state: { status: 'skipped', reason } };
  const settle = { type: 'settle-dependents', standing: 'lost' } as const;
  return active === null
    ? accept(skipped, settle)
    : accept(skipped, { type: 'cancel-job', job: active.job, reason }, settle);
};
