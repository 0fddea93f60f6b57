import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { initBase } from '../../../src/adapters/git/init-base.ts';

it('says why git could not clone rather than what it began, and no password (INV-12)', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'init-base-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  await expect(initBase('https://ada:secret@127.0.0.1:1/shop.git', directory)).rejects.toMatchObject({
    code: 'git-failed',
    message: expect.stringMatching(/^git said: fatal: (?!.*secret).*127\.0\.0\.1/),
  });
});
