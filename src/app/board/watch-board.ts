import type { Tracker } from '../../ports/tracker.ts';
import type { App } from '../app.ts';
import type { AppAt, Taken } from './obey-status.ts';
import { takeFromTracker } from './take-from-tracker.ts';

export interface BoardWatch {
  /** Looks once; otherwise again and again until the signal aborts. */
  readonly once: boolean;
  readonly pollMs: number;
  readonly appAt: AppAt;
}

/** What people want on the board, as it is done. A board that cannot be read now is looked at again; with `once` it rejects. */
export async function* watchBoard(
  app: App,
  tracker: Tracker,
  { once, pollMs, appAt }: BoardWatch,
  signal: AbortSignal,
): AsyncIterable<Taken> {
  while (!signal.aborted) {
    yield* await app.presence.during('worker', () => look(app, tracker, { once, appAt }));
    if (once) return;
    await app.clock.sleep(pollMs, signal).catch(() => undefined);
  }
}

const look = async (app: App, tracker: Tracker, { once, appAt }: Pick<BoardWatch, 'once' | 'appAt'>) => {
  try {
    return await takeFromTracker(app, tracker, appAt);
  } catch (error) {
    if (once) throw error;
    app.log.error({ err: error }, 'the board could not be read');
    return [];
  }
};
