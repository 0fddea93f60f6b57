import { expect, it } from 'vitest';
import { systemClock } from '../../../src/adapters/clock.ts';
import { createWorkInHand } from '../../../src/app/jobs/work-in-hand.ts';

const NEVER = new AbortController().signal;
const LONG = 60_000;

const createScene = () => {
  const ends: number[] = [];
  const inHand = createWorkInHand(systemClock, () => ends.push(inHand.ends()));
  const begin = (task: string, job: string | null): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    inHand.start(task, job, () => promise);
    return resolve;
  };
  return { inHand, begin, ends };
};

it('knows the job of each task until it has ended', async () => {
  const { inHand, begin, ends } = createScene();
  const endStep = begin('T-1', null);
  const endJob = begin('T-2', 'J-1');
  expect([inHand.size(), inHand.has('T-1'), inHand.jobOf('T-1'), inHand.jobOf('T-2')]).toEqual([2, true, null, 'J-1']);
  endStep();
  endJob();
  await inHand.settled();
  expect([inHand.size(), inHand.has('T-1'), inHand.has('T-2'), ends]).toEqual([0, false, false, [1, 2]]);
});

it('keeps the next job of a task in hand that began before the one before it was over', async () => {
  const { inHand, begin } = createScene();
  const endFirst = begin('T-1', 'J-1');
  const endNext = begin('T-1', 'J-2');
  endFirst();
  await inHand.nextEnd(0, LONG, NEVER);
  expect([inHand.size(), inHand.jobOf('T-1')]).toEqual([1, 'J-2']);
  endNext();
  await inHand.settled();
  expect(inHand.has('T-1')).toBe(false);
});

it('an end that nobody waited for yet is not missed, and no wait outlasts its time or its signal', async () => {
  const { inHand, begin } = createScene();
  const wait = inHand.nextEnd(0, LONG, NEVER);
  begin('T-1', null)();
  await wait;
  await inHand.nextEnd(0, LONG, NEVER);
  expect(inHand.ends()).toBe(1);
  await inHand.nextEnd(1, 0, NEVER);
  await inHand.nextEnd(1, LONG, AbortSignal.abort());
  expect(inHand.ends()).toBe(1);
});
