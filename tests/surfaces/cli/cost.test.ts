import { describe, expect, it } from 'vitest';
import type { CostLine, CostView } from '../../../src/app/home/cost.ts';
import { createScene } from './scene.ts';

const line = (name: string, costUsd: number | null, leastUsd = costUsd ?? 0): CostLine => ({
  name,
  inputTokens: 8_500_000,
  cachedTokens: 8_400_000,
  outputTokens: 45_200,
  costUsd,
  leastUsd,
});

const VIEW: CostView = {
  total: line('total', null, 7.286),
  runs: [line('r-7f3', null, 7.286)],
  tasks: [line('T-1 schema\u001b[2J-migration', 7.286)],
  roles: [line('lead', 0.004), line('developer', null, 0)],
  models: [line('opus', 7.286), line('unknown model', null, 0)],
};

const NOTHING: CostView = {
  total: { name: 'total', inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null, leastUsd: 0 },
  runs: [],
  tasks: [],
  roles: [],
  models: [],
};

const run = async (view: CostView, ...words: readonly string[]) => {
  const asked: (string | null)[] = [];
  const scene = createScene({
    looking: {
      cost: async (target) => {
        asked.push(target);
        return view;
      },
    },
  });
  expect(await scene.run('cost', ...words)).toBe(0);
  return { ...scene, asked };
};

describe('cost', () => {
  it('is a table, with prices that nobody knows said to be unknown', async () => {
    expect((await run(VIEW)).stdout.text).toMatchInlineSnapshot(`
      "                      INPUT  CACHED  OUTPUT  COST
      total                 8.5M   8.4M    45.2k   unknown price, $7.29 at least
      RUN
      r-7f3                 8.5M   8.4M    45.2k   unknown price, $7.29 at least
      TASK
      T-1 schema-migration  8.5M   8.4M    45.2k   $7.29
      ROLE
      lead                  8.5M   8.4M    45.2k   $0.0040
      developer             8.5M   8.4M    45.2k   unknown price
      MODEL
      opus                  8.5M   8.4M    45.2k   $7.29
      unknown model         8.5M   8.4M    45.2k   unknown price
      "
    `);
  });

  it('asks for a run, a task, or everything', async () => {
    expect((await run(VIEW, 'T-1')).asked).toEqual(['T-1']);
    expect((await run(VIEW)).asked).toEqual([null]);
  });

  it('is JSON with stable keys', async () => {
    expect(JSON.parse((await run(VIEW, '--json')).stdout.text)).toEqual(VIEW);
    expect(JSON.parse((await run(NOTHING, '--json')).stdout.text)).toEqual(NOTHING);
  });

  it('says when there is nothing to add up', async () => {
    const { stdout, stderr } = await run(NOTHING);
    expect([stdout.text, stderr.text]).toEqual(['', 'nothing was used yet\n']);
  });
});
