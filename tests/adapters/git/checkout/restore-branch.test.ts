import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { openGit } from '../test-git.ts';

/** A worktree on `task/a`, whose one commit changes what a later commit of main changes too. */
const worktreeScene = async () => {
  const repository = createGitRepository();
  const base = repository.commit({ 'a.txt': 'base\n', '.gitignore': 'out/\n' });
  const git = openGit(repository);
  const path = join(repository.base, 'task-a');
  await git.addWorktree(repository.main, path, { branch: 'task/a', base });
  const worked = repository.commit({ 'a.txt': 'worked\n' }, path);
  repository.commit({ 'a.txt': 'main\n' });
  const inside = (...args: readonly string[]) => repository.git(args, path);
  const fails = (...args: readonly string[]) => expect(() => inside(...args)).toThrow();
  const expectRestored = async () => {
    expect(inside('symbolic-ref', '--short', 'HEAD')).toBe('task/a');
    expect(inside('rev-parse', 'task/a')).toBe(worked);
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('worked\n');
    expect(await git.status(path)).toMatchObject({ changed: [], inProgress: null });
  };
  return { repository, git, path, base, worked, inside, fails, expectRestored };
};

describe('restoreBranch', () => {
  test('takes back commits and changes, and leaves untracked and ignored files alone', async () => {
    const { repository, git, path, worked, inside, expectRestored } = await worktreeScene();
    repository.commit({ 'a.txt': 'more\n', 'new.txt': 'n\n' }, path);
    repository.write({ 'a.txt': 'changed\n', 'mine.txt': 'm\n', 'out/b': 'b\n' }, path);
    inside('rm', '--quiet', 'new.txt');
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
    expect(existsSync(join(path, 'new.txt'))).toBe(false);
    for (const name of ['mine.txt', 'out/b']) expect(existsSync(join(path, name))).toBe(true);
  });

  test('from another branch, from no branch, and where the branch is gone', async () => {
    const { git, path, worked, inside, expectRestored } = await worktreeScene();
    inside('switch', '--quiet', '--create', 'other');
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
    inside('checkout', '--quiet', '--detach');
    inside('branch', '--quiet', '-D', 'task/a');
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
    expect(inside('rev-parse', 'other')).toBe(worked);
  });

  test.each([
    ['merge', ['merge', 'main']],
    ['rebase', ['rebase', 'main']],
    ['cherry-pick', ['cherry-pick', 'main']],
    ['revert', ['revert', '--no-edit', 'main']],
  ])('gives up a %s that waits for its end', async (operation, args) => {
    const { git, path, worked, fails, expectRestored } = await worktreeScene();
    fails(...args);
    expect((await git.status(path)).inProgress, 'the harm without it').toBe(operation);
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
  });

  test('gives up a bisection', async () => {
    const { git, path, base, worked, inside, expectRestored } = await worktreeScene();
    inside('bisect', 'start', worked, base);
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
  });

  test('looks at files that git was told not to look at', async () => {
    const { repository, git, path, worked, inside, expectRestored } = await worktreeScene();
    inside('update-index', '--assume-unchanged', 'a.txt');
    repository.write({ 'a.txt': 'hidden\n' }, path);
    await git.restoreBranch(path, 'task/a', worked);
    await expectRestored();
  });
});
