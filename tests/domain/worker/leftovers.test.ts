import { expect, it } from 'vitest';
import { findingsOf } from '../../../src/domain/worker/leftovers.ts';

it('what was left behind is named, one finding a kind, tests first', () => {
  expect(findingsOf({ dirty: [], tests: [] })).toEqual([]);
  expect(findingsOf({ dirty: ['a', 'b'], tests: ['b'] })).toEqual(['executor modified tests: b', 'dirty tree: a, b']);
});

it('a reason stays readable, however many files there are', () => {
  const dirty = Array.from({ length: 60 }, (_, index) => `f${index}`);
  expect(findingsOf({ dirty, tests: [] })[0]).toMatch(/^dirty tree: f0, .*f49 and 10 more$/);
});
