import type { Job } from '../../domain/job.ts';
import { printable } from '../../domain/text/printable.ts';
import { addAttempt } from '../../domain/usage/usage.ts';
import { backoffMs } from '../../domain/worker/backoff.ts';
import { afterTransient } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import type { JobOutcome } from './job-outcome.ts';
import { settleJob } from './settle-job.ts';
import { updateBreaker } from './update-breaker.ts';

type Deferred = Extract<JobOutcome, { status: 'deferred' }>;

/** A service that is gone for so many tries, about two hours, does not come back by being asked again. */
const MOST_DEFERRALS = 12;

/**
 * Puts a job whose service was not to be had back into the queue for later. That is no attempt, and the summary keeps what the CLI
 * said. After very many tries it fails.
 * @param app as the job's role works with it: the service is that of its kind of worker
 */
export const deferJob = async (app: App, job: Job, outcome: Deferred): Promise<void> => {
  const now = app.clock.now();
  await updateBreaker(app, app.worker.kind, (state) => afterTransient(state, now));
  const deferrals = job.deferrals + 1;
  const wait = backoffMs(job.deferrals, outcome.retryAfterMs, app.ids.fraction());
  const summary = printable(outcome.summary);
  const usage = addAttempt(job.usage, outcome.usage);
  const isOver = deferrals > MOST_DEFERRALS;
  const later: Partial<Job> = isOver
    ? { status: 'failed', summary, usage, deferrals, endedAt: now }
    : { status: 'queued', summary, usage, deferrals, startedAt: null, claimedBy: null, availableAt: now + wait };
  const reason = `the service behind the worker was not to be had: ${summary.split('\n')[0] ?? ''}`;
  const event = isOver
    ? ({ type: 'job-ended', job: job.id, status: 'failed', reason: summary, left: null } as const)
    : ({ type: 'job-deferred', job: job.id, reason } as const);
  await settleJob(app, job, event, { taken: later, refused: { usage, endedAt: now } });
  const seconds = Math.round(wait / 1000);
  const text = `${job.id} is tried again in ${seconds} s: ${reason}`;
  if (!isOver) app.progress.emit({ type: 'notice', level: 'warning', text });
};
