import { expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';

it('sleeps until it is woken by the signal, with its reason', async () => {
  const stop = new AbortController();
  const sleeping = systemClock.sleep(Number.MAX_SAFE_INTEGER, stop.signal);
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(systemClock.sleep(1, AbortSignal.abort(reason))).rejects.toBe(reason);
});

it('sleeps for as long as it is told', async () => {
  const before = systemClock.now();
  await systemClock.sleep(20);
  // A timer may fire a millisecond early by the clock of the day.
  expect(systemClock.now() - before).toBeGreaterThanOrEqual(18);
});
