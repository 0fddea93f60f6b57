import { describe, expect, it } from 'vitest';
import { formatCost } from '../../../src/domain/format/cost.ts';
import { formatDuration } from '../../../src/domain/format/duration.ts';
import { formatInput } from '../../../src/domain/format/input.ts';
import { shortModel } from '../../../src/domain/format/short-model.ts';
import { formatTokens } from '../../../src/domain/format/tokens.ts';

const GARBAGE = [null, undefined, Number.NaN, Number.POSITIVE_INFINITY, -1, 'abc', '12', [], {}, true];

describe('tokens (MA-180)', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0k'],
    [1234, '1.2k'],
    [45_200, '45.2k'],
    [999_999, '1000.0k'],
    [1_000_000, '1.0M'],
    [2_500_000, '2.5M'],
  ])('%d is %s', (count, text) => expect(formatTokens(count)).toBe(text));

  it.each(GARBAGE.map((value) => [value]))('%j is 0', (value) => expect(formatTokens(value)).toBe('0'));
});

describe('cost (MA-181)', () => {
  it.each([
    [0, '$0.00'],
    [0.205, '$0.20'],
    [7.286, '$7.29'],
    [1234.5, '$1234.50'],
  ])('%d is %s', (usd, text) => expect(formatCost(usd)).toBe(text));

  it.each(GARBAGE.map((value) => [value]))('%j is $0.00', (value) => expect(formatCost(value)).toBe('$0.00'));
});

describe('duration (MA-182)', () => {
  it.each([
    [0, '0s'],
    [12, '12s'],
    [59, '59s'],
    [60, '1m 00s'],
    [252, '4m 12s'],
    [3599, '59m 59s'],
    [3600, '1h 00m'],
    [3780, '1h 03m'],
    [10_020, '2h 47m'],
    [12.9, '12s'],
    [61.4, '1m 01s'],
  ])('%d seconds are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each(GARBAGE.map((value) => [value]))('%j is nothing', (value) => expect(formatDuration(value)).toBe(''));
});

describe('input (MA-183)', () => {
  it.each([
    [8_500_000, 8_400_000, '8.5M in (8.4M cached)'],
    [45_200, 0, '45.2k in'],
    [0, 0, '0 in'],
  ])('%d with %d cached is %s', (inputTokens, cachedTokens, text) =>
    expect(formatInput({ inputTokens, cachedTokens })).toBe(text),
  );
});

describe('short model name (MA-177)', () => {
  it.each([
    ['tokenator/claude-opus-4-8', 'opus-4-8'],
    ['a/b/claude-sonnet-4-5', 'sonnet-4-5'],
    ['gpt-5', 'gpt-5'],
    ['my-claude-x', 'my-claude-x'],
    ['', ''],
    [null, ''],
    [undefined, ''],
  ])('%j is %j', (name, text) => expect(shortModel(name)).toBe(text));
});
