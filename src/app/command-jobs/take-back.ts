import type { CommandJob } from '../../domain/command-job.ts';
import { isStoreFailure } from '../../domain/errors.ts';
import { SURVIVED_CRASHES } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { endCommandJob } from './end-command-job.ts';
import { saveCommandJob } from './save-command-job.ts';

/**
 * Puts a job back into the queue that a crash cut off; its iteration runs once more. One that a second crash hits has failed (INV-7).
 * @returns what was done, for the log
 */
export const takeBackCommandJob = async (app: App, job: CommandJob): Promise<string> => {
  if (job.interruptions >= SURVIVED_CRASHES) {
    const { status, reason } = await giveUp(app, job);
    return `${job.id} ${status}: ${reason}`;
  }
  const reason = 'a crash cut its iteration off, which runs once more';
  const interruptions = job.interruptions + 1;
  await saveCommandJob(app, job, { status: 'queued', reason, claimedBy: null, interruptions });
  return `${job.id} in ${job.repo} was cut off and runs once more`;
};

const giveUp = async (app: App, job: CommandJob): Promise<CommandJob> => {
  const reason = 'a second crash hit this job: it is not run again';
  try {
    return await endCommandJob(app, job, { type: 'end', status: 'failed', reason });
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    // Where its repository cannot be looked at, it has failed all the same.
    app.log.warn({ err: error, job: job.id }, 'what a job left behind cannot be seen');
    return saveCommandJob(app, job, { status: 'failed', reason, endedAt: app.clock.now() });
  }
};
