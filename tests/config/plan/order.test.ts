import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../src/config/plan/order.ts';

const random = (seed: number) => () => {
  seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
  return seed / 2_147_483_648;
};

describe('YA-07: the order of tasks', () => {
  it('puts each behind those that it depends on', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const next = random(seed);
      const edges = Array.from({ length: 40 }, (_, task) =>
        task === 0 || next() < 0.3 ? [] : [Math.floor(next() * task), Math.floor(next() * task)],
      );
      const { positions, cycles } = orderOf(edges);
      expect(cycles).toEqual([]);
      expect(positions.toSorted((a, b) => a - b)).toEqual(edges.map((_, index) => index));
      edges.forEach((before, task) => {
        for (const one of before) expect(positions[one]).toBeLessThan(positions[task] ?? -1);
      });
    }
  });

  it.each([
    ['itself', [[0]], [[0]]],
    ['two', [[1], [0]], [[0, 1]]],
    ['begun at its first task, wherever it is entered', [[2], [2], [3], [1]], [[1, 2, 3]]],
    [
      'two with a task in common',
      [[1, 2], [0], [0]],
      [
        [0, 1],
        [0, 2],
      ],
    ],
    [
      'two that know nothing of each other',
      [[1], [0], [3], [2]],
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['one, which others wait for', [[1], [2], [1], [0]], [[1, 2]]],
  ])('finds each cycle once: %s', (_what, edges, cycles) => {
    expect(orderOf(edges).cycles).toEqual(cycles);
  });

  it('finds a cycle that is as long as the plan', () => {
    const length = 100_000;
    const edges = Array.from({ length }, (_, task) => [(task + 1) % length]);
    const { cycles } = orderOf(edges);
    expect(cycles.map((cycle) => cycle.length)).toEqual([length]);
  });

  it('without the dependencies that close the cycles there is none: whoever mends them all is done', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const next = random(seed);
      const edges = Array.from({ length: 8 }, () => [Math.floor(next() * 8), Math.floor(next() * 8)]);
      let rounds = 0;
      for (let found = orderOf(edges).cycles; found.length > 0; found = orderOf(edges).cycles) {
        for (const cycle of found) {
          const [first = 0, second = first] = cycle;
          edges[first] = (edges[first] ?? []).filter((task) => task !== second);
        }
        rounds += 1;
      }
      expect(rounds).toBeLessThan(16);
    }
  });

  it('where everything depends on everything it shows no more than can be read', () => {
    const all = Array.from({ length: 100 }, (_, task) => task);
    expect(orderOf(all.map(() => all)).cycles).toHaveLength(100);
  });
});
