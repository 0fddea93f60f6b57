import type { Settings } from '../../domain/settings.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'files' | 'store' | 'log'> & {
  readonly clock: Pick<App['clock'], 'now'>;
  readonly settings: Pick<Settings, 'layout' | 'logs'>;
};

interface OldLog {
  readonly path: string;
  readonly modifiedAt: number;
}

const DAY_MS = 86_400_000;

/**
 * Removes logs that are too old, and beyond the newest so many; those of jobs that are queued or running stay. Looks at
 * regular `*.log` files in the home's `runs/` and its folders, nowhere else. Never rejects: a log too many harms nobody.
 * @returns how many were removed
 */
export const pruneLogs = async (app: Needs): Promise<number> => {
  let removed = 0;
  try {
    for (const path of await expiredLogs(app)) {
      await app.files.remove(path);
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
  const newestFirst = (await allLogs(app)).toSorted((a, b) => b.modifiedAt - a.modifiedAt);
  return newestFirst
    .filter(({ modifiedAt }, position) => modifiedAt < oldest || position >= keepMax)
    .map(({ path }) => path)
    .filter((path) => !active.has(path));
};

/** Real paths, for the home may be reached by more than one way. */
const activeLogs = async ({ store, files }: Needs): Promise<ReadonlySet<string>> => {
  const jobs = await Promise.all([store.jobs.withStatus('queued'), store.jobs.withStatus('running')]);
  return new Set(await Promise.all(jobs.flat().map(({ log }) => files.realPath(log))));
};

const allLogs = async ({ files, settings }: Needs): Promise<readonly OldLog[]> => {
  const runs = await files.realPath(`${settings.layout.home}/runs`);
  const folders = [runs, ...(await files.list(runs)).map((name) => `${runs}/${name}`)];
  const logs: OldLog[] = [];
  for (const folder of folders) {
    // What a link leads to is not ours to clean.
    if ((await files.realPath(folder)) !== folder || !(await files.isDirectory(folder))) continue;
    for (const name of (await files.list(folder)).filter((each) => each.endsWith('.log'))) {
      const path = `${folder}/${name}`;
      const modifiedAt = await files.modifiedAt(path);
      if (modifiedAt !== null) logs.push({ path, modifiedAt });
    }
  }
  return logs;
};
