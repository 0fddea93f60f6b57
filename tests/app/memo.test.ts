import { expect, it } from 'vitest';
import { createMemo } from '../../src/app/memo.ts';

it('makes a value once, and again what could not be made', async () => {
  const memo = createMemo<string, number>();
  let made = 0;
  const make = async (): Promise<number> => {
    made += 1;
    if (made === 1) throw new Error('not yet');
    return made;
  };
  await expect(memo.get('a', make)).rejects.toThrow('not yet');
  expect(await Promise.all([memo.get('a', make), memo.get('a', make)])).toEqual([2, 2]);
  expect(await memo.get('a', make)).toBe(2);
});

it('forgets what was longest unused', async () => {
  const memo = createMemo<string, string>(2);
  const made: string[] = [];
  const get = (key: string) =>
    memo.get(key, async () => {
      made.push(key);
      return key;
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) await get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
