import { rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { worktreesOnDisk } from '../../../../src/adapters/git/worktrees/worktrees-on-disk.ts';
import { createGitRepository, type GitRepository } from '../../../helpers/git-repository.ts';
import { openGit, openWatchedGit } from '../test-git.ts';

/** A setting after which the files alone are not trusted to say where worktrees are. */
const ASK_GIT = ['config', 'demo.worktree', 'unused'];

const addWorktree = (repository: GitRepository, name: string): string => {
  const path = join(repository.base, name);
  repository.git(['worktree', 'add', '--quiet', '-b', `task/${name.replaceAll(/\W/g, '-')}`, path]);
  return path;
};

describe('what git’s files say of worktrees', () => {
  test.each(['no-remote', 'origin', 'shallow', 'submodule'] as const)('is what git says (%s)', async (layout) => {
    const repository = createGitRepository(layout);
    const { main, base, git } = repository;
    for (const name of ['z', 'ü task', 'deep/a', 'locked', 'detached', 'unborn']) addWorktree(repository, name);
    repository.commit({ 'a.txt': 'a' }, join(base, 'z'));
    git(['worktree', 'lock', join(base, 'locked')]);
    git(['checkout', '--quiet', '--detach'], join(base, 'detached'));
    git(['checkout', '--quiet', '--orphan', 'empty'], join(base, 'unborn'));
    git(['pack-refs', '--all']);
    repository.commit({ 'b.txt': 'b' }, join(base, 'deep/a'));

    const read = [main, join(base, 'z')].map(worktreesOnDisk);
    git(ASK_GIT);
    expect(worktreesOnDisk(main)).toBeUndefined();
    const asked = await openGit(repository).worktrees(main);
    expect(read).toEqual([asked, asked]);
    expect(asked).toHaveLength(7);
  });

  test('is nothing where they are not as plain as git writes them: git knows better', async () => {
    expect(worktreesOnDisk(createGitRepository('bare').main)).toBeUndefined();

    const odd: readonly ((repository: GitRepository, path: string) => void)[] = [
      ({ git }) => git(['config', 'core.bare', 'true']),
      ({ git }, path) => git(['config', 'core.worktree', path]),
      ({ git, base }) => git(['config', 'include.path', join(base, 'elsewhere')]),
      ({ git }) => git(['symbolic-ref', 'refs/heads/main', 'refs/heads/task/a']),
      (_, path) => rmSync(path, { recursive: true }),
      ({ main }) => rmSync(join(main, '.git/worktrees/a/HEAD')),
      ({ main }) => rmSync(join(main, '.git/worktrees/a/gitdir')),
      ({ main }) => writeFileSync(join(main, '.git/worktrees/a/HEAD'), `${'0'.repeat(40)}\n`),
      ({ main }, path) => writeFileSync(join(path, '.git'), `gitdir: ${main}/.git\n`),
      ({ main }) => {
        unlinkSync(join(main, '.git/worktrees/a/HEAD'));
        symlinkSync('refs/heads/main', join(main, '.git/worktrees/a/HEAD'));
      },
    ];
    for (const [index, makeOdd] of odd.entries()) {
      const repository = createGitRepository();
      const path = addWorktree(repository, 'a');
      expect(worktreesOnDisk(repository.main)).toHaveLength(2);
      makeOdd(repository, path);
      expect(worktreesOnDisk(repository.main), `the odd one ${index}`).toBeUndefined();
    }
  });

  test('INV-9: a branch that a worktree has is not deleted, be its directory there or not', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = addWorktree(repository, 'a');
    const head = repository.git(['rev-parse', 'HEAD']);
    const isRefused = { code: 'git-failed', message: expect.stringContaining(path) };
    await expect(git.deleteBranch(repository.main, 'task/a', head)).rejects.toMatchObject(isRefused);
    rmSync(path, { recursive: true });
    await expect(git.deleteBranch(repository.main, 'task/a', head)).rejects.toMatchObject(isRefused);
    repository.git(['worktree', 'prune']);
    expect(await git.deleteBranch(repository.main, 'task/a', head)).toBe(true);
  });

  test('INV-16: is looked at when what a worker changed of them was put back', async () => {
    const repository = createGitRepository();
    const path = addWorktree(repository, 'a');
    const other = addWorktree(repository, 'b');
    const { git, sentinel } = await openWatchedGit(repository);
    const before = await git.worktrees(repository.main);
    // Both point to each other, so that the branch of the one seems to be checked out in the other.
    const entry = (id: string) => join(repository.main, '.git/worktrees', id);
    writeFileSync(join(entry('a'), 'gitdir'), `${other}/.git\n`);
    writeFileSync(join(other, '.git'), `gitdir: ${entry('a')}\n`);
    writeFileSync(join(entry('b'), 'gitdir'), `${path}/.git\n`);
    writeFileSync(join(path, '.git'), `gitdir: ${entry('b')}\n`);
    expect(worktreesOnDisk(repository.main), 'the harm').not.toEqual(before);
    expect(await git.worktrees(repository.main)).toEqual(before);
    expect(await sentinel.verify()).not.toEqual([]);
  });
});
