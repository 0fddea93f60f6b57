import { OrchestratorError } from '../domain/errors.ts';
import type { Job } from '../domain/job.ts';
import { printable } from '../domain/printable.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { evaluateGates } from './evaluate-gates.ts';
import type { JobOutcome } from './job-outcome.ts';
import { assertMainUnmoved } from './main-watch.ts';
import { performRole } from './perform-role.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Performs one claimed job to its end: worktree, set-up, worker, commit, and then the gates of the task's stage.
 * Rejects only with what must end the run: a main that moved, a red baseline, a database that cannot be written.
 */
export const runJob = async (app: App, scope: RunScope, job: Job): Promise<void> => {
  const task = await app.store.tasks.get(job.task);
  if (task === null) return;
  const outcome = await app.leases.hold(task.worktree, `job ${job.id}`, () => outcomeOf(app, scope, job, task));
  if (outcome.status === 'interrupted') {
    await interruptJob(app, job, outcome.summary, job.interruptions);
    return;
  }
  const ended = await endJob(app, job, outcome);
  await assertMainUnmoved(app, scope.run);
  if (ended && outcome.status === 'succeeded') await judge(app, scope, task);
};

const outcomeOf = async (app: App, scope: RunScope, job: Job, task: Task): Promise<JobOutcome> => {
  try {
    const started = await applyTransition(app, task.id, { type: 'job-started', job: job.id });
    if (!started.accepted) return { status: 'cancelled', summary: started.reason, exitCode: null, usage: NO_USAGE };
    app.progress.emit({
      type: 'job-started',
      job: job.id,
      task: task.id,
      role: job.role,
      attempt: started.task.attempts[job.role] ?? 1,
    });
    return await performRole(app, scope, job, started.task);
  } catch (error) {
    if (scope.signal.aborted)
      return { status: 'interrupted', summary: 'The run was stopped while this was under way.' };
    if (!(error instanceof OrchestratorError)) throw error;
    return { status: 'failed', summary: `${error.code}: ${error.message}`, exitCode: null, usage: NO_USAGE };
  }
};

/** Records the outcome once (INV-7); false when the task no longer has this job. */
export const endJob = async (
  app: App,
  job: Job,
  outcome: Exclude<JobOutcome, { status: 'interrupted' }>,
): Promise<boolean> => {
  const endedAt = app.clock.now();
  const { status, exitCode, usage } = outcome;
  // Whatever a worker printed may stand in it, and the lead and the report read it.
  const summary = printable(outcome.summary);
  const ended: Job = { ...job, status, summary, exitCode, usage, endedAt };
  const applied = await applyTransition(
    app,
    job.task,
    { type: 'job-ended', job: job.id, status, reason: summary },
    async () => [{ type: 'save-job', job: ended }],
  );
  if (!applied.accepted) await app.store.commit([{ type: 'save-job', job: { ...ended, status: 'cancelled' } }]);
  const durationMs = endedAt - (job.startedAt ?? endedAt);
  app.progress.emit({ type: 'job-ended', job: job.id, task: job.task, status, summary, durationMs, usage });
  return applied.accepted;
};

/** Puts a job that was cut off back into the queue; the next worker is told what it finds. */
export const interruptJob = async (app: App, job: Job, reason: string, interruptions: number): Promise<void> => {
  const feedback = `${reason} An earlier run of this work was cut off; what it left uncommitted is still in the worktree.`;
  await applyTransition(app, job.task, { type: 'job-interrupted', job: job.id, reason: feedback }, async () => [
    { type: 'save-job', job: { ...job, status: 'queued', startedAt: null, interruptions } },
  ]);
};

const judge = async (app: App, scope: RunScope, task: Task): Promise<void> => {
  try {
    await app.leases.hold(task.worktree, `gates ${task.id}`, () => evaluateGates(app, scope, task.id));
  } catch (error) {
    if (scope.signal.aborted) return;
    if (error instanceof OrchestratorError && error.code !== 'infrastructure') throw error;
    await applyTransition(app, task.id, { type: 'held', reason: heldBy(app, task, error) });
  }
};

/** A fault of ours in judging one task is no reason to end the work on the others. */
const heldBy = (app: App, task: Task, error: unknown): string => {
  if (error instanceof OrchestratorError) return `${error.code}: ${error.message}`;
  app.log.error({ err: error, task: task.id }, 'the gates of a task could not be asked');
  return `internal: ${error instanceof Error ? error.message : String(error)}`;
};
