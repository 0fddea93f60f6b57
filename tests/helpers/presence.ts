import { onTestFinished } from 'vitest';
import type { App } from '../../src/app/app.ts';

/** Has an app be at work on its home until the test ends, as it is inside of a run. */
export const keepPresent = async ({ presence }: Pick<App, 'presence'>): Promise<void> => {
  const over = Promise.withResolvers<void>();
  const entered = Promise.withResolvers<void>();
  const present = presence.during('worker', async () => {
    entered.resolve();
    await over.promise;
  });
  await Promise.race([entered.promise, present]);
  onTestFinished(async () => {
    over.resolve();
    await present;
  });
};

/** What the others find after a kill -9 of a process that was at work: nobody is known any more under its name. */
export const crash = async ({ store, presence }: Pick<App, 'store' | 'presence'>): Promise<void> => {
  await store.orchestrators.remove(presence.id);
};
