import type { CallOrder } from '../app/lead/lead-tool.ts';

/**
 * The SDK starts all calls of a turn at once. This lets those run together that have nothing in common, and the others in the
 * order in which the model gave them (INV-15).
 */
export interface TurnOrder {
  /** The calls of a turn, in order; each of them is run afterwards. */
  announce(calls: readonly string[]): void;
  /** Runs one announced call when those before it that it must not overtake have ended. */
  run<T>(call: string, order: CallOrder, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** The order of one stretch of a conversation; nothing is announced yet. */
export const createTurnOrder = (): TurnOrder => {
  /** Resolves when all calls before this one have taken their places. */
  const places = new Map<string, { readonly before: Promise<void>; readonly take: () => void }>();
  const last = new Map<string, Promise<unknown>>();
  let lastPlace: Promise<void> = Promise.resolve();
  let everything: Promise<unknown> = Promise.resolve();
  let barrier: Promise<unknown> = Promise.resolve();

  const enter = <T>(order: CallOrder, work: () => Promise<T>): Promise<T> => {
    const earlier = order === 'everything' ? [everything] : [barrier, ...order.map((thing) => last.get(thing))];
    const mine = Promise.all(earlier).then(work);
    const ended = mine.catch(() => undefined);
    everything = Promise.all([everything, ended]);
    if (order === 'everything') {
      barrier = ended;
      last.clear();
    } else {
      for (const thing of order) last.set(thing, ended);
    }
    return mine;
  };

  return {
    announce: (calls) => {
      for (const call of calls) {
        const { promise, resolve } = Promise.withResolvers<void>();
        places.set(call, { before: lastPlace, take: resolve });
        lastPlace = promise;
      }
    },
    run: async (call, order, signal, work) => {
      const place = places.get(call);
      places.delete(call);
      // The SDK may leave calls out when it is stopped: nobody waits for them then.
      await Promise.race([place?.before, aborted(signal)]);
      const mine = enter(order, work);
      place?.take();
      return mine;
    },
  };
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
