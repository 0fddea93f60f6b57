import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFetch } from '../../../src/adapters/fetch/create-fetch.ts';
import { createFiles } from '../../../src/adapters/files.ts';
import { bringMaterials } from '../../../src/app/worktrees/bring-materials.ts';

/** A repository, and beside it two files of the person. */
const createPlace = () => {
  const base = mkdtempSync(join(tmpdir(), 'materials-'));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const worktree = join(base, 'task-read');
  const git = (...argv: readonly string[]) => execFileSync('git', argv, { cwd: worktree, encoding: 'utf8' });
  mkdirSync(worktree);
  git('init', '--quiet');
  const materials = ['a.txt', 'b.txt'].map((name) => join(base, name));
  for (const file of materials) writeFileSync(file, 'text');
  const asked: string[] = [];
  const fetch = createFetch();
  const app = {
    files: createFiles(),
    fetch: {
      bring: (source: string, target: string, signal: AbortSignal) => {
        asked.push(source);
        return fetch.bring(source, target, signal);
      },
    },
  };
  const bring = async () =>
    (await bringMaterials(app, { materials }, worktree, new AbortController().signal)).map(({ path }) => path);
  return { base, worktree, materials, asked, bring, git };
};

it('KB-05: brings only what is not there yet', async () => {
  const { worktree, materials, asked, bring, git } = createPlace();
  rmSync(materials[1] ?? '');
  await expect(bring()).rejects.toMatchObject({ code: 'infrastructure' });
  expect(readdirSync(join(worktree, 'materials'))).toEqual(['.gitignore', 'a.txt']);
  writeFileSync(materials[1] ?? '', 'text');
  writeFileSync(join(worktree, 'materials/.b.txt.1.part'), 'te');
  expect(await bring()).toEqual(['materials/a.txt', 'materials/b.txt']);
  expect(asked).toEqual([materials[0], materials[1], materials[1]]);
  expect(readdirSync(join(worktree, 'materials'))).toEqual(['.gitignore', 'a.txt', 'b.txt']);
  expect(git('status', '--porcelain')).toBe('');
});

it('INV-9: what a worker adds beside them is its work', async () => {
  const { worktree, bring, git } = createPlace();
  await bring();
  writeFileSync(join(worktree, 'materials/notes.txt'), 'mine');
  expect(git('status', '--porcelain', '--untracked-files=all')).toBe('?? materials/notes.txt\n');
});

it('INV-5: nothing is written through a link that leads out of the worktree', async () => {
  const { base, worktree, bring } = createPlace();
  const outside = join(base, 'outside');
  mkdirSync(outside);
  symlinkSync(outside, join(worktree, 'materials'));
  symlinkSync(join(base, 'nowhere'), join(worktree, 'materials-2'));
  expect(await bring()).toEqual(['materials-3/a.txt', 'materials-3/b.txt']);
  expect(readdirSync(outside)).toEqual([]);
  expect(existsSync(join(base, 'nowhere'))).toBe(false);
});
