import type { Run } from '../../domain/run.ts';
import { addUsage, type Usage } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';

/** What a run has used: all of its leads and all of its jobs, ended or not, whichever process they worked in. */
export const runUsage = async (app: Pick<App, 'store'>, run: Run): Promise<Usage> =>
  (await app.store.jobs.inRun(run.id)).reduce((sum, job) => addUsage(sum, job.usage), run.usage);
