import { expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { keepLooking } from '../../src/app/keep-looking.ts';
import { watchUntil } from '../../src/app/watch-until.ts';

/** A second is over at once. */
const clock = { sleep: (_ms: number, signal?: AbortSignal) => systemClock.sleep(1, signal) };

it('a look that rejects, as a busy database makes it, is made up for by the next one', async () => {
  let looks = 0;
  const watch = watchUntil(clock, async () => {
    looks += 1;
    if (looks === 1) throw new Error('database is locked');
    return looks === 3;
  });
  await new Promise((resolve) => watch.signal.addEventListener('abort', resolve));
  for (let seconds = 0; seconds < 5; seconds += 1) await clock.sleep(1_000);
  await watch.stop();
  expect(looks, 'what has come about is not asked for again').toBe(3);
});

it('stopping looks a last time, so that what was said just before is not missed', async () => {
  let looks = 0;
  const { stop } = keepLooking({ sleep: (_ms, signal) => systemClock.sleep(60_000, signal) }, 60_000, async () => {
    looks += 1;
  });
  await stop();
  expect(looks).toBe(1);
  await stop();
  expect(looks).toBe(1);
});
