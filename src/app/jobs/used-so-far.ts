import type { Job } from '../../domain/job.ts';
import { isNoUsage, NO_USAGE, type Usage } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';

/** Counts stand in the newest lines; a worker that prints more than this after its last one is rare. */
const LOOK_AT_BYTES = 256 * 1024;

/**
 * What a job that was cut off is known to have used, so that the report counts its cost (INV-7): the newest count in the log.
 * Cut off once more, it keeps what it had: the log holds both attempts, and counting one of them twice would be worse.
 */
export const usedSoFar = async (app: Pick<App, 'files' | 'worker'>, job: Job): Promise<Usage> => {
  if (!isNoUsage(job.usage)) return job.usage;
  const lines = (await app.files.tail(job.log, LOOK_AT_BYTES)).split('\n');
  const counts = lines.flatMap((line) => app.worker.readEvent(line)?.usage ?? []);
  return counts.at(-1) ?? NO_USAGE;
};
