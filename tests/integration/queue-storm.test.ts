import { expect, it } from 'vitest';
import { playStorm } from '../chaos/queue/storm.ts';

it('INV-7, INV-15: four processes work off a queue while they are killed with -9: every job ends once, none runs twice at once', {
  timeout: 120_000,
}, async () => {
  const { statuses, kills, violations } = await playStorm({ jobs: 200, jobMs: 40, killMs: 300, seed: 7 });
  expect(violations).toEqual([]);
  expect((statuses.succeeded ?? 0) + (statuses.failed ?? 0)).toBe(200);
  expect(kills).toBeGreaterThan(0);
});
