import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { logsOf } from '../command-jobs/artifacts.ts';
import { outputOf } from '../plans/write-summary.ts';
import { loadRun } from '../runs/save-run.ts';
import { findTask } from '../tasks/find-task.ts';
import { jobsOf } from '../tasks/jobs-of.ts';

/** Log files of a run, task or job: what `logs` prints, the oldest first. */
export const findLogs = async (app: Pick<App, 'store' | 'settings'>, target: string): Promise<readonly string[]> => {
  const command = await app.store.commandJobs.get(target);
  if (command !== null) return logsOf(app, command);
  const job = await app.store.jobs.get(target);
  if (job !== null) return [job.log];
  const run = await app.store.runs.get(target);
  if (run !== null) return logsOfRun(app, run);
  return (await jobsOf(app, await findTask(app, target, null))).map(({ log }) => log);
};

const logsOfRun = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<readonly string[]> => {
  if (run.kind !== 'plan') return (await app.store.jobs.inRun(run.id)).map(({ log }) => log);
  const begun = (await app.store.planItems.inRun(run.id)).filter(({ startedAt }) => startedAt !== null);
  return begun
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
    .map(({ id }) => `${outputOf(app, run)}/logs/${id}.log`);
};

/** The trace file of a run. */
export const findTrace = async (app: Pick<App, 'store' | 'settings'>, id: string): Promise<string> =>
  `${app.settings.layout.home}/runs/${(await loadRun(app, id)).id}/trace.jsonl`;
