import type { Clock } from '../ports/clock.ts';

/** How long what another process says in the store may go unnoticed. */
const LOOK_EVERY_MS = 1_000;

/**
 * A signal that aborts once something has come about behind our back, until `stop` is called.
 * @param cameAbout looked at again and again; when it rejects, as a busy database does, it has not come about yet
 */
export const watchUntil = (
  clock: Clock,
  cameAbout: () => Promise<boolean>,
): { readonly signal: AbortSignal; readonly stop: () => Promise<void> } => {
  const found = new AbortController();
  const stopped = new AbortController();
  const watching = (async () => {
    while (!stopped.signal.aborted && !found.signal.aborted) {
      await clock.sleep(LOOK_EVERY_MS, stopped.signal).catch(() => undefined);
      if (stopped.signal.aborted) return;
      if (await cameAbout().catch(() => false)) found.abort();
    }
  })();
  return {
    signal: found.signal,
    stop: async () => {
      stopped.abort();
      await watching;
    },
  };
};
