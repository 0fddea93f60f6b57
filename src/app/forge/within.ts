import type { Clock } from '../../ports/clock.ts';

/** What an outside service answers, or a rejection where it takes longer than `ms`: nobody's work waits for it. */
export const within = async <T>(clock: Pick<Clock, 'sleep'>, ms: number, answer: Promise<T>): Promise<T> => {
  const timer = new AbortController();
  const late = clock.sleep(ms, timer.signal).then(() => {
    throw new Error(`no answer within ${ms / 1000} s`);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    timer.abort();
  }
};
