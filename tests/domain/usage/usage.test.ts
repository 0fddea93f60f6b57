import { expect, it } from 'vitest';
import {
  addAttempt,
  addUsage,
  isNoUsage,
  NO_USAGE,
  type Usage,
  usageFromParts,
} from '../../../src/domain/usage/usage.ts';

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

it('counts the parts of the cache in; a part that an old record does not have is 0 (MA-179)', () => {
  const parts = { input: 30, cacheRead: 8_400_000, cacheCreation: 100_000, output: 5 };
  expect(usageFromParts(parts)).toEqual({ inputTokens: 8_500_030, cachedTokens: 8_500_000, outputTokens: 5 });
  expect(usageFromParts({ ...parts, cacheCreation: null })).toEqual({
    inputTokens: 8_400_030,
    cachedTokens: 8_400_000,
    outputTokens: 5,
  });
});

it('keeps a model that is known when the next attempt names none (MA-178)', () => {
  const first = { ...usage(10, 0.5), model: 'opus' };
  expect(addAttempt(first, usage(20, 1))).toEqual({ ...addUsage(usage(10, 0.5), usage(20, 1)), model: 'opus' });
  expect(addAttempt(first, { ...usage(20, 1), model: 'sonnet' }).model).toBe('sonnet');
  expect(addAttempt(first, NO_USAGE)).toEqual(first);
  expect(addAttempt(usage(1, null), usage(20, 1))).not.toHaveProperty('model');
});

it('names the model of a sum when all of it is of one', () => {
  const opus = { ...usage(10, 0.5), model: 'opus' };
  expect(addUsage(opus, opus).model).toBe('opus');
  expect(addUsage(NO_USAGE, opus).model).toBe('opus');
  expect(addUsage(opus, NO_USAGE).model).toBe('opus');
  expect(addUsage(opus, { ...opus, model: 'sonnet' })).not.toHaveProperty('model');
  expect(addUsage(opus, usage(1, 1))).not.toHaveProperty('model');
});

it('knows when nothing was used', () => {
  expect(isNoUsage(NO_USAGE)).toBe(true);
  expect(isNoUsage({ ...NO_USAGE, costUsd: 0 })).toBe(true);
  expect(isNoUsage({ ...NO_USAGE, costUsd: 0.1 })).toBe(false);
  expect(isNoUsage({ ...NO_USAGE, outputTokens: 1 })).toBe(false);
});
