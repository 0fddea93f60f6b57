import type { WorkerKind } from '../../domain/settings.ts';
import type { Breaker, BreakerState } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';

/** Changes the breaker of a kind of worker, however many others do so at the same time. */
export const updateBreaker = async (
  app: Pick<App, 'store'>,
  kind: WorkerKind,
  change: (state: BreakerState) => BreakerState,
): Promise<void> => {
  for (;;) {
    const breaker = await app.store.breakers.get(kind);
    const next = change(breaker);
    if (isSame(breaker, next) || (await saveBreaker(app, breaker, next))) return;
  }
};

/** Nothing is written after each good answer of a service that never failed. */
const isSame = (breaker: BreakerState, next: BreakerState): boolean =>
  next === breaker || (next.state === 'closed' && breaker.state === 'closed' && next.failures === breaker.failures);

/** Saves the next state of a breaker as it was read; false when another process was quicker. */
export const saveBreaker = (
  { store }: Pick<App, 'store'>,
  { kind, version }: Breaker,
  next: BreakerState,
): Promise<boolean> => store.breakers.save({ kind, version, ...next });
