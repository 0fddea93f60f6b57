import type { CommandJob } from '../../domain/command-job/command-job.ts';
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
    const own = 'a second crash hit this job: it is not run again';
    const { status, reason } = await endCommandJob(app, job, { type: 'end', status: 'failed', reason: own }, 'failed');
    return `${job.id} ${status}: ${reason}`;
  }
  const reason = 'a crash cut its iteration off, which runs once more';
  const interruptions = job.interruptions + 1;
  await saveCommandJob(app, job, { status: 'queued', reason, claimedBy: null, interruptions });
  return `${job.id} in ${job.repo} was cut off and runs once more`;
};
