import type { Pipeline } from '../domain/pipeline.ts';
import { isSettled, type Task } from '../domain/task.ts';
import type { Dependency, EngineCommand, TaskEvent } from '../domain/task-event.ts';
import { accept, type Decision, refuse } from './decision.ts';

type Of<T extends TaskEvent['type']> = Extract<TaskEvent, { type: T }>;

/**
 * A role agent is to work on the task: at most one job at a time, and none before its dependencies are merged. A task that was
 * further on goes back to the stage of that role, so that the gates on the way are asked again.
 */
export const jobRequested = (pipeline: Pipeline, task: Task, event: Of<'job-requested'>): Decision => {
  if (task.state.status === 'merged' || task.state.status === 'cancelled') {
    return refuse(`${task.id} is ${task.state.status}: nothing more is done on it`);
  }
  if (task.activeJob !== null) return refuse(`${task.id} already has ${task.activeJob.job} (${task.activeJob.role})`);
  const lost = event.unmerged.find((d) => d.standing === 'lost');
  if (lost !== undefined) return refuse(`${task.id} needs ${lost.slug} (${lost.task}), which will not be merged`);
  return accept(
    {
      ...task,
      stage: stageOfRole(pipeline, task, event.role),
      activeJob: { job: event.job, role: event.role },
      state: { status: 'planned' },
    },
    {
      type: 'queue-job',
      job: event.job,
      role: event.role,
      instructions: event.instructions,
      waitsFor: waitingFor(event.unmerged),
    },
  );
};

/** The latest stage of a role that the task has reached; the present one for a role that works in none of these. */
const stageOfRole = (pipeline: Pipeline, task: Task, role: string): string => {
  const present = pipeline.stages.findIndex(({ name }) => name === task.stage);
  return pipeline.stages.slice(0, present + 1).findLast((stage) => stage.role === role)?.name ?? task.stage;
};

/** What a queued job waits for, in words; null when nothing is left. */
export const waitingFor = (unmerged: readonly Dependency[]): string | null =>
  unmerged.length === 0 ? null : `the merge of ${unmerged.map((d) => `${d.slug} (${d.task})`).join(', ')}`;

export const jobStarted = (task: Task, event: Of<'job-started'>): Decision => {
  const active = task.activeJob;
  if (active?.job !== event.job) return refuse(`${event.job} is not the job of ${task.id}`);
  if (task.state.status === 'running') return refuse(`${event.job} has started already`);
  return accept({
    ...task,
    state: { status: 'running', job: event.job },
    attempts: { ...task.attempts, [active.role]: (task.attempts[active.role] ?? 0) + 1 },
  });
};

/** A job's outcome counts once: a late or repeated one for a job that the task no longer has is refused (INV-7). */
export const jobEnded = (task: Task, event: Of<'job-ended'>): Decision => {
  if (task.activeJob?.job !== event.job) return refuse(`${event.job} is not the job of ${task.id}`);
  const idle: Task = { ...task, activeJob: null };
  switch (event.status) {
    case 'succeeded':
      return accept(idle, { type: 'evaluate-gates', stage: task.stage });
    case 'blocked':
      return accept({ ...idle, state: { status: 'blocked', reason: event.reason, owner: 'tech lead' } });
    case 'failed':
    case 'timed-out':
      return accept({ ...idle, state: { status: 'failed', reason: event.reason } }, ...lost);
    case 'cancelled':
      return accept({ ...idle, state: { status: 'planned' } });
  }
};

const lost: readonly EngineCommand[] = [{ type: 'settle-dependents', standing: 'lost' }];

/** A crash or an interrupt cut the job off: the same job waits to run again, and that is no attempt. */
export const jobInterrupted = (task: Task, event: Of<'job-interrupted'>): Decision => {
  const active = task.activeJob;
  if (isSettled(task.state) || active?.job !== event.job) return refuse(`${event.job} is not the job of ${task.id}`);
  if (task.state.status !== 'running') return accept(task, { type: 'release-job', job: event.job, waitsFor: null });
  return accept(
    {
      ...task,
      state: { status: 'planned' },
      attempts: { ...task.attempts, [active.role]: Math.max(0, (task.attempts[active.role] ?? 1) - 1) },
      feedback: [...task.feedback, event.reason],
    },
    { type: 'release-job', job: event.job, waitsFor: null },
  );
};
