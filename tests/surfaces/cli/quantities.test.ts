import { describe, expect, it } from 'vitest';
import { age, compactCount, cost, counted, duration, money } from '../../../src/surfaces/cli/text/quantities.ts';

describe('quantities', () => {
  it.each([
    [-5, '0.0s'],
    [430, '0.4s'],
    [12_900, '12s'],
    [302_000, '5m02s'],
    [3_840_000, '1h04m'],
    [100 * 3_600_000, '100h00m'],
  ])('%i ms last %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });

  it('an age does not flicker', () => {
    expect([0, 4_200, 125_000, 7_300_000].map(age)).toEqual(['0s', '4s', '2m', '2h']);
  });

  it.each([
    [0, '$0.00'],
    [0.0042, '$0.0042'],
    [2.314, '$2.31'],
    [12, '$12.00'],
  ])('%d dollars are %s', (usd, text) => {
    expect(money(usd)).toBe(text);
  });

  it.each([
    [999, '999'],
    [1_499, '1k'],
    [999_499, '999k'],
    [999_500, '1.0M'],
    [1_440_000, '1.4M'],
  ])('%i are %s', (count, text) => {
    expect(compactCount(count)).toBe(text);
  });

  it('what something cost is money where the price is known, else tokens, else nothing', () => {
    const usage = { inputTokens: 10_000, cachedTokens: 0, outputTokens: 2_000, costUsd: 0.5 };
    expect(cost(usage)).toBe('$0.50');
    expect(cost({ ...usage, costUsd: null })).toBe('12k tokens');
    expect(cost({ inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null })).toBe('');
  });

  it('nouns follow their number', () => {
    expect([counted(1, 'task'), counted(2, 'task'), counted(2, 'branch', 'branches')]).toEqual([
      '1 task',
      '2 tasks',
      '2 branches',
    ]);
  });
});
