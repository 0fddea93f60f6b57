import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordCalls } from '../../../bench/recorded-calls.ts';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { openGit, openWatchedGit, ROBOT } from '../test-git.ts';

/** How many processes some work starts. */
async function processesOf(work: () => Promise<unknown>): Promise<number> {
  const recording = recordCalls();
  try {
    await work();
  } finally {
    recording.stop();
  }
  return recording.calls.length;
}

describe('what git’s files say', () => {
  test('a position is the one that git tells, on a branch, detached, packed and without a commit', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const git = openGit(repository);
    const told = () => {
      const branch = repository.git(['branch', '--show-current']);
      return { branch: branch === '' ? null : branch, head: repository.git(['rev-parse', 'HEAD']) };
    };
    const commonDir = join(main, '.git');
    expect(await git.position(main)).toEqual({ commonDir, inProgress: null, ...told() });
    repository.git(['pack-refs', '--all']);
    expect(await git.position(main)).toMatchObject(told());
    repository.git(['checkout', '--quiet', '--detach']);
    expect(await git.position(main)).toMatchObject({ branch: null, head: told().head });
    repository.git(['checkout', '--quiet', '--orphan', 'empty']);
    expect(await git.position(main)).toMatchObject({ branch: 'empty', head: null });
    const worktree = join(repository.base, 'task-a');
    await git.addWorktree(main, worktree, { branch: 'task/a', base: repository.git(['rev-parse', 'main']) });
    expect(await git.position(worktree)).toMatchObject({ commonDir, branch: 'task/a' });
  });

  test('where they are not plain, git is asked: a symbolic branch, a link, an abbreviation', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const git = openGit(repository);
    const head = repository.git(['rev-parse', 'HEAD']);
    repository.git(['symbolic-ref', 'refs/heads/alias', 'refs/heads/main']);
    expect(await git.resolve(main, 'refs/heads/alias')).toBe(head);
    expect(await git.resolve(main, 'alias')).toBe(head);
    expect(await git.resolve(main, head.slice(0, 8))).toBe(head);
    expect(await git.resolve(main, 'refs/heads/missing')).toBeNull();
  });

  test('a ref that names no commit is none, whatever its file says', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const blob = repository.git(['rev-parse', 'HEAD:README.md']);
    writeFileSync(join(repository.main, '.git/refs/heads/blob'), `${blob}\n`);
    writeFileSync(join(repository.main, '.git/refs/heads/gone'), `${'1'.repeat(40)}\n`);
    expect(await git.resolve(repository.main, 'refs/heads/blob')).toBeNull();
    expect(await git.resolve(repository.main, 'refs/heads/gone')).toBeNull();
  });

  test('INV-1: a ref is looked up each time, so that a move by anybody is seen at once', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const git = openGit(repository);
    const from = repository.git(['rev-parse', 'HEAD']);
    expect((await git.position(main)).head).toBe(from);
    const to = repository.commit({ 'a.txt': 'a\n' });
    expect((await git.position(main)).head).toBe(to);
    expect(await git.resolve(main, 'refs/heads/main')).toBe(to);
    repository.git(['pack-refs', '--all']);
    repository.git(['update-ref', 'refs/heads/main', from]);
    expect(await git.resolve(main, 'refs/heads/main')).toBe(from);
  });

  test('INV-16: they are put back before they are believed', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const { git, sentinel } = await openWatchedGit(repository);
    const worktree = join(repository.base, 'task-a');
    const base = repository.git(['rev-parse', 'HEAD']);
    await git.addWorktree(main, worktree, { branch: 'task/a', base });
    const foreign = createGitRepository();
    writeFileSync(join(worktree, '.git'), `gitdir: ${join(foreign.main, '.git')}\n`);
    expect(await git.position(worktree)).toMatchObject({ branch: 'task/a', head: base });
    expect(await sentinel.verify()).toHaveLength(1);
  });
});

describe('what is remembered', () => {
  test('facts of ids take a process once, refs and positions of known commits none', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const git = openGit(repository);
    const from = repository.git(['rev-parse', 'HEAD']);
    const to = repository.commit({ 'a.txt': 'a\n' });
    const ask = async () => [
      await git.diff(main, from, to),
      await git.treeOf(main, to),
      await git.mergeBase(main, from, to),
      await git.isAncestor(main, from, to),
      await git.files(main, to),
      await git.show(main, to, 'a.txt'),
      await git.show(main, to, 'missing.txt'),
      await git.resolve(main, 'refs/heads/main'),
      await git.position(main),
    ];
    const first = await ask();
    expect(await processesOf(async () => expect(await ask()).toEqual(first))).toBe(0);
  });

  test('files that are asked for at once are read by one process', async () => {
    const repository = createGitRepository();
    const head = repository.commit({ 'a.txt': 'a\n', 'b c.txt': 'b\n' });
    const git = openGit(repository);
    const read = () =>
      Promise.all(['a.txt', 'missing.txt', 'b c.txt'].map((path) => git.show(repository.main, head, path)));
    await git.position(repository.main);
    expect(await processesOf(async () => expect(await read()).toEqual(['a\n', null, 'b\n']))).toBe(1);
  });

  test('INV-2: an index is read again when its bytes change, and a hidden change is seen', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    const git = openGit(repository);
    repository.commit({ 'a.txt': 'a\n' });
    expect((await git.status(main)).untracked).toEqual([]);
    // The index is as it was: only what has changed since is asked for.
    expect(await processesOf(() => git.status(main))).toBe(1);
    repository.git(['update-index', '--assume-unchanged', 'a.txt']);
    appendFileSync(join(main, 'a.txt'), 'hidden\n');
    expect((await git.status(main)).untracked).toEqual(['a.txt']);
  });

  test('who commits is asked once for each record, and always while nothing is watched', async () => {
    const repository = createGitRepository();
    const { main } = repository;
    repository.git(['config', 'user.name', ROBOT.name]);
    repository.git(['config', 'user.email', ROBOT.email]);
    const { git, sentinel } = await openWatchedGit(repository);
    expect(await git.identity(main)).toEqual(ROBOT);
    expect(await processesOf(() => git.identity(main))).toBe(0);
    repository.git(['config', 'user.name', 'Other']);
    await sentinel.record();
    expect(await git.identity(main)).toEqual({ ...ROBOT, name: 'Other' });
    const unwatched = openGit(repository);
    await unwatched.identity(main);
    expect(await processesOf(() => unwatched.identity(main))).toBe(1);
  });
});
