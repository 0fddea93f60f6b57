import type { WorkerPreflight } from '../../ports/coordination.ts';
import type { App } from '../app.ts';

/** Looking costs a few processes and no tokens; a person who has just logged in does not wait longer than this. */
const FRESH_MS = 60_000;

/**
 * Whether a kind of worker can start at all: its program is there and logged in. While it cannot, nothing is claimed, and the jobs
 * stay queued. Looked at once a minute, by whichever process of the home comes first.
 */
export const preflightWorker = async (app: Pick<App, 'worker' | 'store' | 'clock'>): Promise<WorkerPreflight> => {
  const { kind } = app.worker;
  const known = await app.store.preflights.get(kind);
  const age = known === null ? Number.POSITIVE_INFINITY : app.clock.now() - known.at;
  if (known !== null && age >= 0 && age < FRESH_MS) return known;
  const found: WorkerPreflight = { ...(await app.worker.probe()), kind, at: app.clock.now() };
  await app.store.preflights.save(found);
  return found;
};
