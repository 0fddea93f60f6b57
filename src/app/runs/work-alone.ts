import type { App } from '../app.ts';
import { keepReaping } from '../home/reap.ts';
import { whileRunLocked } from '../home/run-lock.ts';

/**
 * Works as the one main job of a home; workers may be at work beside it, and what those leave when they die is cleared away. Rejects
 * with `home-busy` where there is a main job already. A dry run needs no lock: it has a store of its own.
 * @param work gets a signal that aborts with `stop`, and when others gave this process up
 */
export const workAlone = async <T>(
  app: App,
  work: (signal: AbortSignal) => Promise<T>,
  stop: AbortSignal,
): Promise<T> => {
  const { dryRun } = app.settings;
  if (!dryRun) await app.homeLock.acquire();
  try {
    return await app.presence.during('run', async () => {
      const stopReaping = keepReaping(app);
      try {
        const working = () => work(AbortSignal.any([stop, app.presence.lost]));
        return await (dryRun ? working() : whileRunLocked(app, (stale) => warn(app, stale), working));
      } finally {
        await stopReaping();
      }
    });
  } finally {
    if (!dryRun) await app.homeLock.release();
  }
};

const warn = (app: Pick<App, 'progress'>, text: string): void =>
  app.progress.emit({ type: 'notice', level: 'warning', text });
