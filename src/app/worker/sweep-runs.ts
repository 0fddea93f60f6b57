import { isStoreFailure } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { recoverVersions } from '../versions/release-versions.ts';
import { endTaskRun, isAtRest } from './end-task-run.ts';

/** What could not be brought to its end is tried again after this long, whatever has changed. */
const RETRY_MS = 60_000;

/**
 * Ends the runs of single tasks that have come to a stand without any work: called off while nothing was due, skipped with another
 * task, or cut off by a crash in the last moment. Each is looked at again only when something has changed.
 * @returns what looks once; it rejects with what the store rejects with alone
 */
export const createSweep = (
  app: Pick<App, 'store' | 'log' | 'clock'>,
  appOf: (run: Run) => Promise<App>,
): (() => Promise<void>) => {
  const seen = new Map<string, string>();
  const resting = new Map<string, number>();
  return async () => {
    for (const run of await app.store.runs.tasksNotDone()) {
      const tasks = await app.store.tasks.inRun(run.id);
      const versions = [run, ...tasks].map(({ version }) => version).join(' ');
      const isResting = (resting.get(run.id) ?? 0) > app.clock.now();
      if (seen.get(run.id) === versions || isResting) continue;
      try {
        if (tasks.some(({ versionOf }) => versionOf !== null)) await recoverVersions(await appOf(run), tasks);
        if (!isAtRest(tasks)) continue;
        await endTaskRun(await appOf(run), run.id);
        seen.set(run.id, versions);
      } catch (error) {
        if (isStoreFailure(error)) throw error;
        resting.set(run.id, app.clock.now() + RETRY_MS);
        app.log.warn({ err: error, run: run.id }, 'a run could not be brought to its end');
      }
    }
  };
};
