import { expect, it } from 'vitest';
import { en } from '../../../src/surfaces/cli/text/catalogue/en.ts';
import { statusWord } from '../../../src/surfaces/cli/text/status-word.ts';

it('only who is waited for is told that he is needed (INV-14)', () => {
  const word = (owner: string | null) => statusWord({ status: 'waiting', owner }, en);
  expect([word('person'), word(null)]).toEqual(['NEEDS YOU', 'NEEDS YOU']);
  expect([word('CI'), word('tech lead')]).toEqual(['waiting', 'waiting']);
  expect(statusWord({ status: 'blocked', owner: 'tech lead' }, en)).toBe('blocked');
});
