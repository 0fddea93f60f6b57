import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../src/domain/worker/backoff.ts';

const MINUTE = 60_000;

describe('how long a job waits after a transient failure', () => {
  it.each([
    [0, 30_000],
    [1, MINUTE],
    [2, 2 * MINUTE],
    [3, 4 * MINUTE],
    [4, 8 * MINUTE],
    [5, 15 * MINUTE],
    [60, 15 * MINUTE],
    [5_000, 15 * MINUTE],
  ])('without a hint, after %i deferrals: %i ms', (deferrals, ms) => {
    expect(backoffMs(deferrals, null, 0)).toBe(ms);
  });

  it.each([0, 1_000, 90_000, 60 * MINUTE])('what the service says wins, shorter or longer: %i ms', (ms) => {
    expect(backoffMs(0, ms, 0)).toBe(ms);
    expect(backoffMs(9, ms, 0)).toBe(ms);
  });

  it('the jitter adds 1 s at most and takes nothing away', () => {
    expect(backoffMs(0, null, 0.5)).toBe(30_500);
    expect(backoffMs(0, 90_000, 0.999_999)).toBe(91_000);
  });
});
