import { expect, it } from 'vitest';
import { costOf } from '../../../src/domain/usage/prices.ts';

const tokens = { inputTokens: 1_000_000, cachedTokens: 400_000, outputTokens: 100_000 };

it('prices cached, fresh and written tokens each at their own rate', () => {
  expect(costOf({ name: 'gpt-5', baseUrl: null }, tokens)).toBeCloseTo(0.6 * 1.25 + 0.4 * 0.125 + 0.1 * 10);
});

it('prices a dated snapshot like its model', () => {
  expect(costOf({ name: 'gpt-5-mini-2025-08-07', baseUrl: 'https://api.openai.com/v1' }, tokens)).toBeCloseTo(0.36);
});

it.each([
  { name: 'some-model', baseUrl: null },
  { name: 'toString', baseUrl: null },
  { name: 'gpt-5', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'gpt-5', baseUrl: 'https://api.openai.com.example.org/v1' },
])('knows no price of $name at $baseUrl', (model) => {
  expect(costOf(model, tokens)).toBeNull();
});
