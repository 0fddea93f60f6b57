import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readGivenFile } from '../../src/config/read-given-file.ts';
import { createTestHome } from '../helpers/store.ts';

it('reads a text word for word, without the mark of its encoding', async () => {
  const home = await createTestHome();
  const file = join(home, 'prompt.md');
  writeFileSync(file, '\ufeffDo «this»\r\n and that \n');
  expect(readGivenFile(file)).toBe('Do «this»\r\n and that \n');
});

it('says what is wrong with a file that is no text', async () => {
  const home = await createTestHome();
  const bytes = join(home, 'bytes');
  writeFileSync(bytes, Buffer.from([0x41, 0xff, 0xfe, 0x42]));
  mkdirSync(join(home, 'folder'));
  for (const [file, problem] of [
    [bytes, 'UTF-8'],
    [join(home, 'folder'), 'EISDIR'],
    [join(home, 'nothing'), 'ENOENT'],
  ] as const)
    expect(() => readGivenFile(file)).toThrow(problem);
});
