import type { Job } from '../domain/job.ts';
import type { App } from './app.ts';

/** A person cancels a task from another process; a worker that nobody wants any more should not go on for long. */
const LOOK_EVERY_MS = 1_000;

/** A signal that aborts when the job is cancelled behind our back, until `stop` is called. */
export const watchCancel = (
  app: Pick<App, 'store' | 'clock'>,
  job: Job,
): { readonly signal: AbortSignal; readonly stop: () => Promise<void> } => {
  const cancelled = new AbortController();
  const stopped = new AbortController();
  const watching = (async () => {
    while (!stopped.signal.aborted && !cancelled.signal.aborted) {
      await app.clock.sleep(LOOK_EVERY_MS, stopped.signal).catch(() => undefined);
      if (stopped.signal.aborted) return;
      // A database that is busy for a moment is looked at again.
      const status = await app.store.jobs.get(job.id).then(
        (found) => found?.status,
        () => undefined,
      );
      if (status === 'cancelled') cancelled.abort();
    }
  })();
  return {
    signal: cancelled.signal,
    stop: async () => {
      stopped.abort();
      await watching;
    },
  };
};
