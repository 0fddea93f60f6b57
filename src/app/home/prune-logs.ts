import type { Settings } from '../../domain/settings.ts';
import { lookOf } from '../../domain/verification/look-files.ts';
import type { App } from '../app.ts';
import { logsOf } from '../command-jobs/artifacts.ts';

type Needs = Pick<App, 'files' | 'store' | 'log'> & {
  readonly clock: Pick<App['clock'], 'now'>;
  readonly settings: Pick<Settings, 'layout' | 'logs'>;
};

interface OldLog {
  readonly path: string;
  readonly modifiedAt: number;
  readonly ofPlan: boolean;
}

const DAY_MS = 86_400_000;

/**
 * Removes logs that are too old, and beyond the newest so many; those of jobs that are queued or running stay. Looks at
 * regular `*.log` files in the home's `runs/`, its folders and their `logs/`, nowhere else; what a look in a browser has kept goes with
 * the log of its server. Never rejects: a log too many harms nobody.
 * @returns how many were removed
 */
export const pruneLogs = async (app: Needs): Promise<number> => {
  let removed = 0;
  try {
    for (const path of await expiredLogs(app)) {
      await app.files.remove(path);
      const look = lookOf(path);
      if (look !== null) await app.files.remove(look);
      removed += 1;
    }
  } catch (error) {
    app.log.warn({ err: error }, 'old logs could not be removed');
  }
  if (removed > 0) app.log.info({ removed }, 'old logs removed');
  return removed;
};

const expiredLogs = async (app: Needs): Promise<readonly string[]> => {
  const { keepDays, keepMax } = app.settings.logs;
  const oldest = app.clock.now() - keepDays * DAY_MS;
  const active = await activeLogs(app);
  const newestFirst = (await allLogs(app, oldest)).toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  // A plan may have more tasks than that, and goes on tomorrow: its logs go by their age alone.
  const counted = newestFirst.filter(({ ofPlan }) => !ofPlan);
  const tooMany = new Set(counted.slice(keepMax));
  return newestFirst
    .filter((log) => log.modifiedAt < oldest || tooMany.has(log))
    .map(({ path }) => path)
    .filter((path) => !active.has(path));
};

/** Real paths, for the home may be reached by more than one way. */
const activeLogs = async (app: Needs): Promise<ReadonlySet<string>> => {
  const { store, files } = app;
  const jobs = await Promise.all([store.jobs.withStatus('queued'), store.jobs.withStatus('running')]);
  const commands = await store.commandJobs.withStatus('running');
  const logs = [...jobs.flat().map(({ log }) => log), ...commands.flatMap((job) => logsOf(app, job))];
  return new Set(await Promise.all(logs.map((log) => files.realPath(log))));
};

/** @param oldest what the logs of a plan must be older than to be of interest, in milliseconds since the epoch */
const allLogs = async ({ files, store, settings }: Needs, oldest: number): Promise<readonly OldLog[]> => {
  const runs = await files.realPath(`${settings.layout.home}/runs`);
  const found = [await logsIn(files, runs)];
  for (const name of await files.list(runs)) {
    found.push(await logsIn(files, `${runs}/${name}`));
    // The tasks of a plan have theirs in a folder of their own: none is older than its run, and there may be ten thousand.
    const run = await store.runs.get(name);
    if (run !== null && run.createdAt >= oldest) continue;
    found.push((await logsIn(files, `${runs}/${name}/logs`)).map((log) => ({ ...log, ofPlan: true })));
  }
  return found.flat();
};

const logsIn = async (files: Needs['files'], folder: string): Promise<readonly OldLog[]> => {
  // What a link leads to is not ours to clean.
  if ((await files.realPath(folder)) !== folder || !(await files.isDirectory(folder))) return [];
  const logs: OldLog[] = [];
  for (const name of (await files.list(folder)).filter((each) => each.endsWith('.log'))) {
    const path = `${folder}/${name}`;
    const modifiedAt = await files.modifiedAt(path);
    if (modifiedAt !== null) logs.push({ path, modifiedAt, ofPlan: false });
  }
  return logs;
};
