import { env } from 'node:process';
import { expect, it } from 'vitest';
import { playStorm } from './queue/storm.ts';

/** `CHAOS_SEED=<number>` kills in the same order again, `CHAOS_JOBS=<number>` makes the storm longer or shorter. */
const seed = Number(env.CHAOS_SEED ?? Date.now() % 1_000_000);
const jobs = Number(env.CHAOS_JOBS ?? 2_000);

it(`INV-7, INV-15: ${jobs} jobs, four processes, kill -9 all the time (seed ${seed})`, async () => {
  const { violations, ...counts } = await playStorm({ jobs, jobMs: 60, killMs: 500, seed });
  process.stdout.write(`${JSON.stringify({ jobs, seed, ...counts, violations: violations.length })}\n`);
  expect(violations).toEqual([]);
  expect((counts.statuses.succeeded ?? 0) + (counts.statuses.failed ?? 0)).toBe(jobs);
});
