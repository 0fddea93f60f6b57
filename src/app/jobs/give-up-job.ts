import { isStoreFailure } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';
import { endJob } from './end-job.ts';
import { interruptJob } from './interrupt-job.ts';
import { saveHeld, whileHeld } from './job-claim.ts';

/** A job that nobody can even fail is looked at again after this long. */
const PAUSE_MS = 60_000;

/**
 * Lets go of a job that this process has claimed and cannot perform: it fails with the reason, or goes back into the queue when the
 * process is only stopped. No job of a living process stays `running` with nobody at work on it.
 * @returns false where it was ended already
 */
export const giveUpJob = async (app: App, job: Job, reason: string, isStopped: boolean): Promise<boolean> => {
  const present = await app.store.jobs.get(job.id);
  if (present?.status !== 'running' || present.claimedBy !== job.claimedBy || present.startedAt !== job.startedAt)
    return false;
  try {
    if (isStopped) await interruptJob(app, job, reason, job.interruptions);
    else await endJob(app, job, { status: 'failed', summary: reason, exitCode: null, usage: NO_USAGE });
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    await putBack(app, job);
  }
  return true;
};

/**
 * Puts a job back into the queue that its task is not told of: it has not begun, or the task's pipeline is not to be had.
 * @param pauseMs how long nobody takes it up
 */
export const putBack = async (
  app: Pick<App, 'store' | 'log' | 'clock'>,
  job: Job,
  pauseMs = PAUSE_MS,
): Promise<void> => {
  const availableAt = app.clock.now() + pauseMs;
  const queued: Partial<Job> = { status: 'queued', startedAt: null, claimedBy: null, availableAt };
  await whileHeld(app, job, async () => app.store.commit([await saveHeld(app, job, queued)]));
};
