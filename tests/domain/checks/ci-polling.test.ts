import { describe, expect, it } from 'vitest';
import { type CiLook, type CiState, ciStep } from '../../../src/domain/checks/ci-polling.ts';

const BUDGET = { maxAttempts: 12, intervalMs: 10_000 };
const found = (state: CiState): CiLook => ({ status: 'found', state });
const failed = (error: string): CiLook => ({ status: 'failed', error });

/** Looks again and again by a clock of its own, as the answers come; the last one stands for all that follow. */
const poll = (...answers: readonly CiLook[]) => {
  let now = 0;
  let waits = 0;
  for (let requests = 1; ; requests += 1) {
    const step = ciStep(answers[requests - 1] ?? answers.at(-1) ?? failed('no answer'), requests, now, BUDGET);
    if (step.outcome !== 'wait')
      return { outcome: step.outcome, reason: step.reason, requests, waits, seconds: now / 1000 };
    waits += 1;
    expect(step.polling).toEqual({ attempts: requests, next: now + BUDGET.intervalMs });
    now = step.polling.next;
  }
};

describe('CI is asked again until it has an end, or the budget has one', () => {
  it('three times pending, then success: four requests and three waits (MA-038)', () => {
    const answer = poll(found('pending'), found('unknown'), found('pending'), found('success'));
    expect(answer).toEqual({ outcome: 'pass', reason: 'CI green', requests: 4, waits: 3, seconds: 30 });
  });

  it.each(['failure', 'error'] as const)('%s is an end at once (MA-038)', (state) => {
    expect(poll(found(state))).toMatchObject({ outcome: 'fail', reason: `CI state: ${state}`, requests: 1 });
  });

  it('never an end: it says after how long, and nothing is waited for after the last request (MA-039)', () => {
    const answer = { outcome: 'fail', reason: 'CI still pending after 120s', requests: 12, waits: 11, seconds: 110 };
    expect(poll(found('pending'))).toEqual(answer);
  });

  it('an unknown branch is an end at once (MA-040)', () => {
    const answer = { outcome: 'fail', reason: 'branch not found or no status', requests: 1 };
    expect(poll({ status: 'not-found' })).toMatchObject(answer);
  });

  it('a request that failed is made again inside of the same budget, and a good answer clears it (MA-040)', () => {
    expect(poll(failed('503'), failed('503'), found('success'))).toMatchObject({ outcome: 'pass', requests: 3 });
    expect(poll(failed('503'), found('pending')).reason).toBe('CI still pending after 120s');
    expect(poll(failed('503'))).toMatchObject({ outcome: 'fail', reason: 'API error: 503', requests: 12, waits: 11 });
  });
});
