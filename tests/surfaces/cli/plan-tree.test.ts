import { describe, expect, it } from 'vitest';
import { planTree } from '../../../src/surfaces/cli/progress/plan-tree.ts';

const task = (id: string, ...dependsOn: string[]) => ({ id, slug: id.toLowerCase(), title: '', dependsOn });

const drawn = (...tasks: ReturnType<typeof task>[]): string[] =>
  planTree(tasks).map(({ branch, task: { id }, after }) => `${branch}${id} ${after}`.trimEnd());

describe('the plan as a tree', () => {
  it('hangs a task under the last one that it waits for, and names all of them', () => {
    expect(drawn(task('A'), task('B', 'A'), task('C', 'A', 'B'), task('D', 'A'), task('E'))).toEqual([
      'A',
      '├─ B after A',
      '│  └─ C after A, B',
      '└─ D after A',
      'E',
    ]);
  });

  it('draws every task once, also in a cycle, after itself and after an unknown one', () => {
    expect(drawn(task('A', 'B'), task('B', 'A'))).toEqual(['A after B', '└─ B after A']);
    expect(drawn(task('A', 'A'))).toEqual(['A after A']);
    expect(drawn(task('A', 'X'))).toEqual(['A after X']);
  });

  it('of nothing is empty', () => {
    expect(drawn()).toEqual([]);
  });
});
