import type { App } from '../app.ts';
import { type AppOf, projectTasks } from './project-tasks.ts';

/** How soon people see what has happened. */
const PROJECT_EVERY_MS = 1_000;

/** Another process that is at the board now is done soon; one that is not leaves the rest to the next start. */
const LAST_TRIES = 20;
const LAST_TRY_MS = 100;

/**
 * Tells the outside what happens (`projectTasks`) again and again beside the work, which never waits for it, until the function
 * that it returns is called; that one tells what is left.
 */
export const keepProjecting = (app: App, appOf: AppOf): (() => Promise<void>) => {
  if (app.tracker === null && app.notifier === null && app.forge === null) return async () => undefined;
  let underWay: Promise<unknown> | null = null;
  const stop = app.clock.every(PROJECT_EVERY_MS, () => {
    underWay ??= projectTasks(app, appOf).finally(() => {
      underWay = null;
    });
  });
  return async () => {
    stop();
    await underWay;
    for (let tries = 0; tries < LAST_TRIES; tries += 1) {
      if (await projectTasks(app, appOf)) return;
      await app.clock.sleep(LAST_TRY_MS);
    }
  };
};
