import { expect, it } from 'vitest';
import { HTML, MARKDOWN } from '../../../src/domain/comment/markup.ts';
import { renderTaskSummary } from '../../../src/domain/comment/task-summary.ts';
import { NO_USAGE, type Usage } from '../../../src/domain/usage/usage.ts';

const run = (
  role: string,
  inputTokens: number,
  cachedTokens: number,
  outputTokens: number,
  costUsd: number | null,
) => ({
  role,
  usage: { inputTokens, cachedTokens, outputTokens, costUsd } satisfies Usage,
});

const RUNS = [
  run('tester', 1000, 0, 100, 0.25),
  run('developer', 500_000, 400_000, 10_000, 1),
  run('tester', 2000, 0, 200, 0.5),
  run('developer', 700_000, 500_000, 20_000, 2.5),
];

it('adds the runs of each role, by name, below the sum of all (MA-191)', () => {
  expect(renderTaskSummary(RUNS, { markup: HTML, language: 'ru' })).toBe(
    '<b>Всего</b>: 1.2M in (900.0k cached) / 30.3k out · $4.25<br>' +
      'developer: 1.2M in (900.0k cached) / 30.0k out · $3.50<br>' +
      'tester: 3.0k in / 300 out · $0.75',
  );
});

it('says of which roles the price is unknown, and then does not know the sum', () => {
  const runs = [...RUNS, run('<b>', 10, 0, 1, null)];
  expect(renderTaskSummary(runs, { markup: MARKDOWN, language: 'en' }).split('\n\n')).toEqual([
    '**Total**: 1.2M in (900.0k cached) / 30.3k out · price unknown',
    '&lt;b&gt;: 10 in / 1 out · price unknown',
    'developer: 1.2M in (900.0k cached) / 30.0k out · $3.50',
    'tester: 3.0k in / 300 out · $0.75',
  ]);
});

it('of no runs is a sum of nothing', () => {
  const nothing = '**Total**: 0 in / 0 out · $0.00';
  expect(renderTaskSummary([], { markup: MARKDOWN, language: 'en' })).toBe(nothing);
  expect(renderTaskSummary([{ role: 'tester', usage: NO_USAGE }], { markup: MARKDOWN, language: 'en' })).toContain(
    nothing,
  );
});
