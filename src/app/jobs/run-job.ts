import { OrchestratorError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import { printable } from '../../domain/text/printable.ts';
import { addAttempt, isNoUsage, NO_USAGE } from '../../domain/usage/usage.ts';
import { afterAnswer } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import { candidateAt } from '../gates/candidate-at.ts';
import { seeCandidate } from '../gates/evaluate-gates.ts';
import { followMain } from '../merge/main-watch.ts';
import type { RunScope } from '../run-scope.ts';
import { usedSoFar } from '../runs/used-so-far.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { reasonFor } from '../tasks/fault.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { updateBreaker } from './claim-jobs.ts';
import { deferJob } from './defer-job.ts';
import { saveHeld, whileHeld } from './job-claim.ts';
import type { JobOutcome } from './job-outcome.ts';
import { performRole } from './perform-role.ts';
import { appForRole } from './role-app.ts';

/**
 * Performs one claimed job to its end: worktree, set-up, worker, commit, and then the gates of the task's stage.
 * Rejects only with what must end the run: a main that moved, a red baseline, a database that cannot be written.
 */
export const runJob = async (app: App, scope: RunScope, job: Job): Promise<void> => {
  const task = await app.store.tasks.get(job.task);
  if (task === null) return;
  const outcome = await app.leases.hold(worktreePath(app, task.worktree), `job ${job.id}`, () =>
    outcomeOf(app, scope, job, task),
  );
  if (outcome.status === 'interrupted') {
    await interruptJob(app, job, outcome.summary, job.interruptions);
    return;
  }
  if (outcome.status === 'deferred') {
    await deferJob(await appForJob(app, job), job, outcome);
    return;
  }
  if (outcome.status === 'succeeded' || outcome.status === 'failed')
    await updateBreaker(app, (await appForJob(app, job)).worker.kind, afterAnswer);
  const ended = await endOrFail(app, job, outcome);
  await followMain(app, scope.run);
  if (ended && outcome.status === 'succeeded') await advanceTask(app, scope, task.id);
};

/** A role whose file cannot be read, or whose worker cannot be had, has no kind of its own. */
const appForJob = async (app: App, { role }: Job): Promise<App> => {
  try {
    return await appForRole(app, await app.prompts.agent(role));
  } catch {
    return app;
  }
};

/** Where it left its branch may not be to be seen: then what it did cannot be judged, and it has failed. */
const endOrFail = async (app: App, job: Job, outcome: Ended): Promise<boolean> => {
  try {
    return await endJob(app, job, outcome);
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    const summary = reasonFor(app, error, { job: job.id });
    return endJob(app, job, { ...outcome, status: 'failed', summary });
  }
};

type Ended = Extract<JobOutcome, { exitCode: unknown }>;

const outcomeOf = async (app: App, scope: RunScope, job: Job, task: Task): Promise<JobOutcome> => {
  try {
    const event = { type: 'job-started', job: job.id } as const;
    const started = await whileHeld(app, job, () =>
      applyTransition(app, task.id, event, async () => [await saveHeld(app, job, {})]),
    );
    // Others took it over: they say what comes of it.
    if (started === null) return { status: 'interrupted', summary: 'Another process has taken this job over.' };
    if (!started.accepted) return { status: 'cancelled', summary: started.reason, exitCode: null, usage: NO_USAGE };
    app.progress.emit({
      type: 'job-started',
      job: job.id,
      task: task.id,
      role: job.role,
      attempt: started.task.attempts[job.role] ?? 1,
    });
    // What others changed since the last look is not this role's work.
    return await performRole(app, scope, job, await seeCandidate(app, task.id));
  } catch (error) {
    if (scope.signal.aborted)
      return { status: 'interrupted', summary: 'The run was stopped while this was under way.' };
    if (isStoreFailure(error)) throw error;
    const summary = reasonFor(app, error, { job: job.id });
    return { status: 'failed', summary, exitCode: null, usage: NO_USAGE };
  }
};

/** Without the store nothing that any job does could be recorded. */
const isStoreFailure = (error: unknown): boolean =>
  error instanceof OrchestratorError && /^(database-|disk-full$)/.test(error.code);

/** Records the outcome once (INV-7); false when the task no longer has this job, or this process no longer the job. */
export const endJob = async (app: App, job: Job, outcome: Ended): Promise<boolean> => {
  const endedAt = app.clock.now();
  const { status, exitCode } = outcome;
  // What an attempt used that was cut off stands in the job already.
  const usage = addAttempt(job.usage, outcome.usage);
  // A command of the person's own need not say it; an agent that does not has a log that cannot be read.
  if (status === 'succeeded' && isNoUsage(usage) && app.worker.kind !== 'command')
    app.log.warn({ job: job.id, log: job.log }, 'the log of a worker does not say what it used');
  // Whatever a worker printed may stand in it, and the lead and the report read it.
  const summary = printable(outcome.summary);
  const ended = { status, summary, exitCode, usage, endedAt };
  const accepted = await whileHeld(app, job, async () => {
    const left = status === 'succeeded' ? await leftOn(app, job.task) : null;
    const event = { type: 'job-ended', job: job.id, status, reason: summary, left } as const;
    const applied = await applyTransition(app, job.task, event, async () => [await saveHeld(app, job, ended)]);
    if (!applied.accepted) await app.store.commit([await saveHeld(app, job, { ...ended, status: 'cancelled' })]);
    return applied.accepted;
  });
  if (accepted === null) return false;
  const durationMs = endedAt - (job.startedAt ?? endedAt);
  app.progress.emit({
    type: 'job-ended',
    job: job.id,
    task: job.task,
    status,
    summary,
    durationMs,
    usage: outcome.usage,
  });
  return accepted;
};

/** Where a job that succeeded left the branch; null where there is none. */
const leftOn = async (app: App, taskId: string) => {
  const task = await app.store.tasks.get(taskId);
  if (task === null) return null;
  const head = await app.git.resolve(app.settings.layout.mainPath, `refs/heads/${task.branch}`);
  if (head === null) return null;
  const candidate = await candidateAt(app, pipelineOf(app, task), task, head);
  return { from: task.head ?? head, head, candidate };
};

/** Puts a job that was cut off back into the queue; its next attempt, and nobody else, is told what it finds. */
export const interruptJob = async (app: App, job: Job, reason: string, interruptions: number): Promise<void> => {
  const usage = await usedSoFar(app, job);
  const hasRun = (await app.store.tasks.get(job.task))?.state.status === 'running';
  const instructions = hasRun ? withNote(job.instructions) : job.instructions;
  const queued: Partial<Job> = {
    status: 'queued',
    startedAt: null,
    claimedBy: null,
    interruptions,
    usage,
    instructions,
  };
  const event = { type: 'job-interrupted', job: job.id, reason } as const;
  await whileHeld(app, job, async () => {
    const applied = await applyTransition(app, job.task, event, async () => [await saveHeld(app, job, queued)]);
    // Its task has no use for it any more.
    if (!applied.accepted)
      await app.store.commit([await saveHeld(app, job, { status: 'cancelled', endedAt: app.clock.now(), usage })]);
  });
};

const CUT_OFF = 'An earlier run of this work was cut off; what it left uncommitted is still in the worktree.';

/** Said once, however often it was cut off. */
const withNote = (instructions: string): string => {
  if (instructions.includes(CUT_OFF)) return instructions;
  return instructions.trim() === '' ? CUT_OFF : `${instructions}\n\n${CUT_OFF}`;
};
