import type { Job } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { watchUntil } from '../watch-until.ts';

/**
 * A signal that aborts when a person cancels the job's task from another process, until `stop` is called: a worker that nobody
 * wants any more should not go on for long.
 */
export const watchCancel = (app: Pick<App, 'store' | 'clock'>, job: Job): ReturnType<typeof watchUntil> =>
  watchUntil(app.clock, async () => (await app.store.jobs.get(job.id))?.status === 'cancelled');
