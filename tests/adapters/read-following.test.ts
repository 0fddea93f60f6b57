import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readFollowing } from '../../src/adapters/read-following.ts';
import { createTestHome } from '../helpers/store.ts';

it('a file that is followed is awaited, read as it grows, and to its end when the signal aborts', async () => {
  const path = join(await createTestHome(), 'j-1.log');
  const end = new AbortController();
  const pieces = readFollowing(path, { follow: true, signal: end.signal })[Symbol.asyncIterator]();
  const first = pieces.next();
  writeFileSync(path, 'one\n');
  expect((await first).value).toBe('one\n');
  const second = pieces.next();
  appendFileSync(path, 'two\n');
  end.abort();
  expect((await second).value).toBe('two\n');
  expect((await pieces.next()).done).toBe(true);
});

it('what was written before the signal is told, also when it comes right after a look', async () => {
  const path = join(await createTestHome(), 'j-1.log');
  const end = new AbortController();
  writeFileSync(path, 'one\n');
  let text = '';
  for await (const piece of readFollowing(path, { follow: true, signal: end.signal })) {
    text += piece;
    if (end.signal.aborted) continue;
    appendFileSync(path, 'two\n');
    end.abort();
  }
  expect(text).toBe('one\ntwo\n');
});
