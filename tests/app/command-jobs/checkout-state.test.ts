import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkoutState, leftoversSince } from '../../../src/app/command-jobs/checkout-state.ts';
import type { Leftovers } from '../../../src/domain/worker/leftovers.ts';
import { createScene } from '../app-scene.ts';

/** What a script leaves behind in a checkout where a person's own work lies; with `modifiedAt` alone where that is what is looked at. */
const leftBy = async (script: string, looksAt: 'changedAt' | 'modifiedAt' = 'changedAt'): Promise<Leftovers> => {
  const { app, repository } = await createScene();
  repository.commit({ 'kept.txt': 'as it was', 'tests/a.test.ts': 'as it was' });
  repository.write({ 'mine.txt': 'mine', 'kept.txt': 'half done', 'tests/a.test.ts': 'half done' });
  run(repository.main, 'ln -s mine.txt link');
  const there = { ...app, files: { ...app.files, changedAt: app.files[looksAt] } };
  const before = await checkoutState(there, repository.main);
  run(repository.main, script);
  return leftoversSince(there, repository.main, before);
};

const run = (cwd: string, script: string): void => {
  execFileSync('sh', ['-c', script], { cwd });
};

/** Each has the time of its last write, and its size, set as they were. */
const HIDDEN_CHANGES: readonly (readonly [name: string, path: string, script: string])[] = [
  ['written to', 'mine.txt', 'touch -r mine.txt ../then; printf MINE > mine.txt; touch -r ../then mine.txt'],
  ['replaced', 'kept.txt', 'printf "HALF DONE" > ../other; touch -r kept.txt ../other; mv ../other kept.txt'],
];

describe('KB-11, INV-13: what a person had changed before', () => {
  it('is not the doing of a command that only read it', async () => {
    expect(await leftBy('cat mine.txt kept.txt link; git status; git diff')).toEqual({ dirty: [], tests: [] });
  });

  it.each(HIDDEN_CHANGES)('%s by the command counts, whatever times it set', async (_, path, script) => {
    expect(await leftBy(script)).toEqual({ dirty: [path], tests: [] });
  });

  it.each(HIDDEN_CHANGES)('the harm: by its times alone nothing is seen of a file %s', async (_, _path, script) => {
    expect(await leftBy(script, 'modifiedAt')).toEqual({ dirty: [], tests: [] });
  });

  it('counts as a link that leads elsewhere now', async () => {
    expect(await leftBy('ln -sfn kept.txt link')).toMatchObject({ dirty: ['link'] });
  });

  it('is gone, and counts as no dirt', async () => {
    expect(await leftBy('rm mine.txt link; git checkout -q kept.txt')).toEqual({ dirty: [], tests: [] });
  });

  it('KB-22: counts as a change of a test, where the command took it back or away', async () => {
    const tests = ['tests/a.test.ts'];
    expect(await leftBy('git checkout -q tests')).toEqual({ dirty: [], tests });
    expect(await leftBy('rm tests/a.test.ts')).toEqual({ dirty: tests, tests });
  });
});

it('the file system notes a change that a program hides', async () => {
  const { app, repository } = await createScene();
  repository.write({ 'mine.txt': 'mine' });
  const path = join(repository.main, 'mine.txt');
  const before = [await app.files.modifiedAt(path), await app.files.changedAt(path)];
  run(repository.main, 'touch -r mine.txt ../then; echo more >> mine.txt; touch -r ../then mine.txt');
  expect(await app.files.modifiedAt(path)).toBe(before[0]);
  expect(await app.files.changedAt(path)).toBe(statSync(path).ctimeMs);
  expect(await app.files.changedAt(path)).not.toBe(before[1]);
  expect(await app.files.changedAt(`${path}-nowhere`)).toBeNull();
});
