import { admit, afterNoTrial, type Breaker, type BreakerState } from '../domain/breaker.ts';
import type { Job } from '../domain/job.ts';
import type { App } from './app.ts';

type Needs = Pick<App, 'store' | 'clock' | 'presence' | 'worker'>;

/** How much may run at once, besides what one process allows itself; by the path of a repository's main checkout. */
interface ClaimLimits {
  readonly maxPerProject?: Readonly<Record<string, number>>;
}

/**
 * Takes the next due jobs of a queue for this process, unless the service behind the workers is given a rest; while that is on trial,
 * one at the most. Empty when there is nothing to take.
 */
export const claimJobs = async (
  app: Needs,
  queue: string,
  most: number,
  limits: ClaimLimits = {},
): Promise<readonly Job[]> => {
  const at = app.clock.now();
  const breaker = await app.store.breakers.get(app.worker.kind);
  const { admitted, next } = admit(breaker, at);
  if (!admitted || !(await isSaved(app, breaker, next))) return [];
  const room = next.state === 'half-open' ? Math.min(1, most) : most;
  const jobs = await app.store.jobs.claimMany({ queue, by: app.presence.id, at, ...limits }, room);
  if (jobs.length === 0 && next !== breaker) await updateBreaker(app, (state) => afterNoTrial(state, at));
  return jobs;
};

/** False when another process was quicker: the trial is theirs. */
const isSaved = async (app: Needs, breaker: Breaker, next: BreakerState): Promise<boolean> =>
  next === breaker || app.store.breakers.save({ kind: breaker.kind, version: breaker.version, ...next });

/** Changes the breaker of this kind of worker, however many others do so at the same time. */
export const updateBreaker = async (app: Needs, change: (state: BreakerState) => BreakerState): Promise<void> => {
  for (;;) {
    const breaker = await app.store.breakers.get(app.worker.kind);
    const next = change(breaker);
    if (
      next === breaker ||
      (next.state === 'closed' && breaker.state === 'closed' && next.failures === breaker.failures)
    )
      return;
    if (await app.store.breakers.save({ kind: breaker.kind, version: breaker.version, ...next })) return;
  }
};
