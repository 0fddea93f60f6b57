import { expect, it } from 'vitest';
import { addUsage, NO_USAGE, type Usage } from '../../src/domain/usage.ts';

const usage = (inputTokens: number, costUsd: number | null): Usage => ({
  inputTokens,
  cachedTokens: 1,
  outputTokens: 2,
  costUsd,
});

it('adds tokens and costs', () => {
  expect(addUsage(usage(10, 0.5), usage(20, 0.25))).toEqual({
    inputTokens: 30,
    cachedTokens: 2,
    outputTokens: 4,
    costUsd: 0.75,
  });
});

it('knows no sum when the price of a part is unknown', () => {
  expect(addUsage(usage(10, 0.5), usage(20, null)).costUsd).toBeNull();
  expect(addUsage(usage(10, null), usage(20, 0.5)).costUsd).toBeNull();
});

it('is not spoiled by a part that used nothing', () => {
  expect(addUsage(NO_USAGE, usage(20, 0.5)).costUsd).toBe(0.5);
  expect(addUsage(usage(20, 0.5), NO_USAGE).costUsd).toBe(0.5);
  expect(addUsage(NO_USAGE, NO_USAGE)).toEqual(NO_USAGE);
});
