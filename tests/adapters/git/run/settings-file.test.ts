import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { createSettingsFile } from '../../../../src/adapters/git/run/settings-file.ts';
import { createGitRepository } from '../../../helpers/git-repository.ts';

test('frozen settings are for their owner alone, and those of ended processes go (INV-12)', () => {
  const { base, main, environment, write } = createGitRepository();
  const ended = spawnSync(process.execPath, ['--version']).pid;
  const dead = [`settings-${ended}`, `settings-${ended}.${ended}.new`];
  const kept = [`settings-${process.ppid}`, `settings-${ended}.txt`, `other-${ended}`];
  const state = join(base, 'state');
  write(Object.fromEntries([...dead, ...kept].map((name) => [name, 'token'])), state);
  const file = join(state, `settings-${process.pid}`);
  // Whoever knows the name may have prepared it.
  const foreign = join(base, 'foreign');
  writeFileSync(foreign, 'theirs', { mode: 0o644 });
  symlinkSync(foreign, `${file}.${process.pid}.new`);

  expect(createSettingsFile(file, environment).ready(main)).toBe(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(foreign, 'utf8')).toBe('theirs');
  expect(dead.filter((name) => existsSync(join(state, name)))).toEqual([]);
  expect(kept.filter((name) => existsSync(join(state, name)))).toEqual(kept);
});
