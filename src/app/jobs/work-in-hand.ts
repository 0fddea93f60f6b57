import type { Clock } from '../../ports/clock.ts';

/** The work of one run that is under way in this process, one piece for each task, and who waits for the next to end. */
export interface WorkInHand {
  size(): number;
  has(task: string): boolean;
  /** The job that a task is at; null where it is a step between two jobs, or nothing. */
  jobOf(task: string): string | null;
  /** @param perform never rejects */
  start(task: string, job: string | null, perform: () => Promise<void>): void;
  /** How many have ended so far. */
  ends(): number;
  /** Resolves when more than `seen` have ended, when `ms` have passed, or when the signal aborts. */
  nextEnd(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when all has ended that is under way now. */
  settled(): Promise<void>;
}

/** @param onEnd called after each end */
export const createWorkInHand = (clock: Pick<Clock, 'sleep'>, onEnd: () => void): WorkInHand => {
  const running = new Set<Promise<void>>();
  const jobs = new Map<string, string | null>();
  let ends = 0;
  let next = Promise.withResolvers<void>();

  return {
    size: () => running.size,
    has: (task) => jobs.has(task),
    jobOf: (task) => jobs.get(task) ?? null,
    start: (task, job, perform) => {
      jobs.set(task, job);
      const work = perform().finally(() => {
        running.delete(work);
        // Its next job may have been taken up meanwhile.
        if (jobs.get(task) === job) jobs.delete(task);
        ends += 1;
        next.resolve();
        next = Promise.withResolvers();
        onEnd();
      });
      running.add(work);
    },
    ends: () => ends,
    nextEnd: async (seen, ms, signal) => {
      if (ends > seen) return;
      const timer = new AbortController();
      const slept = clock.sleep(ms, AbortSignal.any([signal, timer.signal])).catch(() => undefined);
      await Promise.race([next.promise, slept]);
      timer.abort();
    },
    settled: async () => {
      await Promise.all(running);
    },
  };
};
