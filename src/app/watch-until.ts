import type { Clock } from '../ports/clock.ts';
import { keepLooking } from './keep-looking.ts';

/** How long what another process says in the store may go unnoticed. */
const LOOK_EVERY_MS = 1_000;

/**
 * A signal that aborts once something has come about behind our back, until `stop` is called.
 * @param cameAbout looked at again and again; when it rejects, as a busy database does, it has not come about yet
 */
export const watchUntil = (
  clock: Pick<Clock, 'sleep'>,
  cameAbout: () => Promise<boolean>,
): { readonly signal: AbortSignal; readonly stop: () => Promise<void> } => {
  const found = new AbortController();
  const { stop } = keepLooking(clock, LOOK_EVERY_MS, async () => {
    if (!found.signal.aborted && (await cameAbout())) found.abort();
  });
  return { signal: found.signal, stop };
};
