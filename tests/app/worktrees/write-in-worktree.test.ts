import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { writeInWorktree } from '../../../src/app/worktrees/write-in-worktree.ts';

const createPlace = () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'worktree-')));
  onTestFinished(() => rmSync(base, { recursive: true }));
  const [worktree, outside] = [join(base, 'task-read'), join(base, 'outside')];
  mkdirSync(worktree);
  mkdirSync(outside);
  return { worktree, outside, app: { files: createFiles() } };
};

it('makes the directories that the file needs', async () => {
  const { worktree, app } = createPlace();
  await writeInWorktree(app, worktree, 'docs/work-items/T-1/00-request.md', 'text');
  await writeInWorktree(app, worktree, 'root.md', 'text');
  expect(readFileSync(join(worktree, 'docs/work-items/T-1/00-request.md'), 'utf8')).toBe('text');
  expect(readFileSync(join(worktree, 'root.md'), 'utf8')).toBe('text');
});

it.each([
  ['to a directory outside', '../outside'],
  ['to nothing', '../outside/new'],
  ['to another directory inside', 'elsewhere'],
])('INV-5: refuses a directory that is a link %s, and writes nothing', async (_, target) => {
  const { worktree, outside, app } = createPlace();
  symlinkSync(target, join(worktree, 'docs'));
  await expect(writeInWorktree(app, worktree, 'docs/T-1/a.md', 'text')).rejects.toMatchObject({
    code: 'worktree-invalid',
  });
  expect([readdirSync(outside), readdirSync(worktree)]).toEqual([[], ['docs']]);
});

it('a link in the place of the file is replaced, not followed', async () => {
  const { worktree, outside, app } = createPlace();
  symlinkSync('../outside/a.md', join(worktree, 'a.md'));
  await writeInWorktree(app, worktree, 'a.md', 'text');
  expect(readdirSync(outside)).toEqual([]);
  expect(readFileSync(join(worktree, 'a.md'), 'utf8')).toBe('text');
});

it('the harm without it: a plain write goes through a link in the path', async () => {
  const { worktree, outside, app } = createPlace();
  symlinkSync('../outside', join(worktree, 'docs'));
  await app.files.write(join(worktree, 'docs/a.md'), 'text');
  expect(readdirSync(outside)).toEqual(['a.md']);
});
