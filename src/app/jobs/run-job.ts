import { isStoreGone } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import { afterAnswer } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import { seeCandidate } from '../gates/evaluate-gates.ts';
import { followMain } from '../merge/main-watch.ts';
import type { RunScope } from '../run-scope.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { failureReason } from '../tasks/failure-reason.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { deferJob } from './defer-job.ts';
import { endJob } from './end-job.ts';
import { putBack } from './give-up-job.ts';
import { interruptJob } from './interrupt-job.ts';
import { saveHeld, whileHeld } from './job-claim.ts';
import { type EndedOutcome, INTERRUPTED, type JobOutcome } from './job-outcome.ts';
import { performRole } from './perform-role.ts';
import { appForRole } from './role-app.ts';
import { updateBreaker } from './update-breaker.ts';
import { waitsForRun } from './waits-for-run.ts';

/** How soon a job is taken up after the main run that it waits for. */
const LOOK_AGAIN_MS = 5_000;

/**
 * Performs one claimed job to its end: worktree, set-up, worker, commit, and then the gates of the task's stage.
 * Rejects only with what must end the run: a main that moved, a red baseline, a database that cannot be written.
 */
export const runJob = async (app: App, scope: RunScope, job: Job): Promise<void> => {
  const task = await app.store.tasks.get(job.task);
  if (task === null) return;
  if (await waitsForRun(app, task)) return putBack(app, job, LOOK_AGAIN_MS);
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
const endOrFail = async (app: App, job: Job, outcome: EndedOutcome): Promise<boolean> => {
  try {
    return await endJob(app, job, outcome);
  } catch (error) {
    if (isStoreGone(error)) throw error;
    const summary = failureReason(app, error, { job: job.id });
    return endJob(app, job, { ...outcome, status: 'failed', summary });
  }
};

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
    if (scope.signal.aborted) return INTERRUPTED;
    if (isStoreGone(error)) throw error;
    const summary = failureReason(app, error, { job: job.id });
    return { status: 'failed', summary, exitCode: null, usage: NO_USAGE };
  }
};
