import type { Clock } from '../../ports/clock.ts';

/** Work that goes on at the same time, up to a number. */
export interface Slots {
  free(): number;
  busy(): number;
  /** Takes a slot until the work ends. Its rejection comes out of the next call of `next` or `idle`. */
  start(work: Promise<void>): void;
  /** Resolves when some work has ended since the call, when `ms` have passed, or when the signal aborts. */
  next(ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing goes on any more. */
  idle(): Promise<void>;
}

/** @param size how much goes on at once */
export const createSlots = (clock: Pick<Clock, 'sleep'>, size: number): Slots => {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const tell = (): void => {
    if (failures.length > 0) throw failures[0];
  };
  return {
    free: () => size - running.size,
    busy: () => running.size,
    start: (work) => {
      const watched = work
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => running.delete(watched));
      running.add(watched);
    },
    next: async (ms, signal) => {
      const timer = new AbortController();
      const slept = clock.sleep(ms, AbortSignal.any([signal, timer.signal])).catch(() => undefined);
      await Promise.race([slept, ...running]);
      timer.abort();
      tell();
    },
    idle: async () => {
      while (running.size > 0) await Promise.all(running);
      tell();
    },
  };
};
