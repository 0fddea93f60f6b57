import { describe, expect, it } from 'vitest';
import {
  admit,
  afterAnswer,
  afterNoTrial,
  afterTransient,
  type BreakerState,
  CLOSED,
  FAILURES_TO_OPEN,
  PAUSE_MS,
} from '../../../src/domain/worker/breaker.ts';

const NOW = 1_763_700_000_000;

/** The state after so many transient failures in a row. */
const failed = (times: number): BreakerState =>
  Array.from({ length: times }).reduce<BreakerState>((state) => afterTransient(state, NOW), CLOSED);

describe('the breaker of a worker kind (MA-076)', () => {
  it('stays closed until five transient failures in a row', () => {
    expect(failed(FAILURES_TO_OPEN - 1)).toEqual({ state: 'closed', failures: 4 });
    expect(admit(failed(4), NOW).admitted).toBe(true);
    expect(failed(FAILURES_TO_OPEN)).toEqual({ state: 'open', until: NOW + 10 * 60_000 });
  });

  it('an answer in between starts the count anew', () => {
    expect(afterTransient(afterAnswer(), NOW)).toEqual({ state: 'closed', failures: 1 });
  });

  it('open, it lets nobody through before the pause is over, then one', () => {
    const open = failed(5);
    expect(admit(open, NOW + PAUSE_MS - 1)).toEqual({ admitted: false, next: open });
    const trial = admit(open, NOW + PAUSE_MS);
    expect(trial).toEqual({ admitted: true, next: { state: 'half-open', since: NOW + PAUSE_MS } });
    expect(admit(trial.next, NOW + PAUSE_MS + 1)).toMatchObject({ admitted: false });
  });

  it('the trial decides: an answer closes it, a failure opens it for another pause', () => {
    const halfOpen: BreakerState = { state: 'half-open', since: NOW };
    expect(afterAnswer()).toEqual(CLOSED);
    expect(afterTransient(halfOpen, NOW + 9)).toEqual({ state: 'open', until: NOW + 9 + PAUSE_MS });
  });

  it('a trial that nobody made use of, or of which nothing is heard for a pause, is made by the next one', () => {
    const halfOpen: BreakerState = { state: 'half-open', since: NOW };
    expect(admit(afterNoTrial(halfOpen, NOW), NOW).admitted).toBe(true);
    expect(admit(halfOpen, NOW + PAUSE_MS - 1).admitted).toBe(false);
    expect(admit(halfOpen, NOW + PAUSE_MS)).toEqual({
      admitted: true,
      next: { state: 'half-open', since: NOW + PAUSE_MS },
    });
    expect(afterNoTrial(CLOSED, NOW)).toEqual(CLOSED);
  });

  it('jobs that had started before it opened do not prolong the pause', () => {
    const open = failed(5);
    expect(afterTransient(open, NOW + 1_000)).toEqual(open);
  });
});
