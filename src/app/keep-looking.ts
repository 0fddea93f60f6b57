import type { Clock } from '../ports/clock.ts';

/**
 * Looks again and again beside the work until `stop` is called, which looks a last time. A look that rejects, as it does while a file or
 * the database is busy, is made up for by the next one.
 * @param everyMs milliseconds between two looks
 */
export const keepLooking = (
  clock: Pick<Clock, 'sleep'>,
  everyMs: number,
  look: () => Promise<void>,
): { readonly stop: () => Promise<void> } => {
  const stopped = new AbortController();
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(everyMs, stopped.signal).catch(() => undefined);
      await look().catch(() => undefined);
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await looking;
    },
  };
};
