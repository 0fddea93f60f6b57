import type { App } from './app.ts';
import { loadRun } from './runs/save-run.ts';

/**
 * The app of the repository that a run works in. Where that cannot be had, its state can still be changed: this very app then, with
 * what the product itself brings, and the log says why.
 */
export const appOfRun = async <T extends Pick<App, 'store' | 'log' | 'appOf'>>(
  app: T,
  runId: string,
): Promise<T | App> => {
  try {
    return await app.appOf(await loadRun(app, runId));
  } catch (error) {
    app.log.warn({ err: error, run: runId }, 'the repository of a run cannot be opened');
    return app;
  }
};
