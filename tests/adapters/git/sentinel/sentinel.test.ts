import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository, type Layout } from '../../../helpers/git-repository.ts';
import { openWatchedGit, ROBOT } from '../test-git.ts';

async function watch(layout: Layout = 'no-remote') {
  const repository = createGitRepository(layout);
  const worktree = join(repository.base, 'task-a');
  repository.git(['worktree', 'add', '--quiet', '-b', 'task/a', worktree]);
  const common = join(repository.base, layout === 'bare' ? '.bare' : 'main/.git');
  rmSync(join(common, 'hooks'), { recursive: true, force: true });
  repository.write({ 'hooks/pre-push': '#!/bin/sh\n', 'hooks/lib/a.sh': 'a' }, common);
  chmodSync(join(common, 'hooks/pre-push'), 0o755);
  symlinkSync('pre-push', join(common, 'hooks/linked'));
  return { repository, worktree, common, ...(await openWatchedGit(repository)) };
}

describe('the sentinel (INV-16)', () => {
  test.each(['no-remote', 'bare'] as const)('finds nothing where only work was done (%s)', async (layout) => {
    const { repository, worktree, sentinel, git } = await watch(layout);
    repository.commit({ 'a.txt': 'a' }, worktree);
    repository.git(['tag', 'x'], worktree);
    repository.git(['branch', 'y'], worktree);
    repository.git(['gc', '--quiet'], worktree);
    repository.git(['stash', 'list'], worktree);
    await git.addWorktree(worktree, join(repository.base, 'task-b'), { branch: 'task/b', base: 'HEAD' });
    await git.removeWorktree(worktree, join(repository.base, 'task-a'));
    repository.git(['worktree', 'add', '--quiet', '--detach', join(repository.base, 'by-the-worker')]);
    expect(await sentinel.verify()).toEqual([]);
    expect(existsSync(join(repository.base, 'by-the-worker/.git'))).toBe(true);
  });

  test('puts back what was changed, added and removed, with modes, links and folders', async () => {
    const { common, worktree, sentinel } = await watch();
    const config = readFileSync(join(common, 'config'), 'utf8');
    writeFileSync(join(common, 'config'), '[core]\n\tbare = true\n');
    chmodSync(join(common, 'hooks/pre-push'), 0o644);
    unlinkSync(join(common, 'hooks/linked'));
    mkdirSync(join(common, 'hooks/new'));
    writeFileSync(join(common, 'hooks/new/x'), 'x');
    rmSync(join(common, 'hooks/lib'), { recursive: true });
    rmSync(join(common, 'info'), { recursive: true });
    writeFileSync(join(common, 'objects/info/alternates'), '/elsewhere\n');
    writeFileSync(join(common, 'commondir'), '/elsewhere\n');
    unlinkSync(join(worktree, '.git'));
    mkdirSync(join(worktree, '.git'));

    expect(await sentinel.verify()).toEqual([
      { path: 'commondir', what: 'added' },
      { path: 'config', what: 'changed' },
      { path: 'hooks/lib', what: 'removed' },
      { path: 'hooks/lib/a.sh', what: 'removed' },
      { path: 'hooks/linked', what: 'removed' },
      { path: 'hooks/new', what: 'added' },
      { path: 'set-aside/new-1', what: 'set aside' },
      { path: 'hooks/pre-push', what: 'changed' },
      { path: 'info', what: 'removed' },
      { path: 'info/exclude', what: 'removed' },
      { path: 'objects/info/alternates', what: 'added' },
      { path: join(worktree, '.git'), what: 'changed' },
      { path: `${worktree}.git-set-aside-1`, what: 'set aside' },
    ]);
    expect(readFileSync(join(common, 'config'), 'utf8')).toBe(config);
    expect(statSync(join(common, 'hooks/pre-push')).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(common, 'hooks/linked'))).toBe('pre-push');
    expect(readFileSync(join(common, 'hooks/lib/a.sh'), 'utf8')).toBe('a');
    expect(existsSync(join(common, 'objects/info/alternates'))).toBe(false);
    expect(existsSync(join(common, 'hooks/new'))).toBe(false);
    expect(lstatSync(join(worktree, '.git')).isFile()).toBe(true);
    expect(await sentinel.verify()).toEqual([]);
  });

  test('a folder that became a link is made a folder again, and nothing behind the link is touched', async () => {
    const { repository, common, sentinel } = await watch();
    const outside = join(repository.base, 'outside');
    repository.write({ 'pre-push': 'outside' }, outside);
    rmSync(join(common, 'hooks'), { recursive: true });
    symlinkSync(outside, join(common, 'hooks'));
    expect((await sentinel.verify())[0]).toEqual({ path: 'hooks', what: 'changed' });
    expect(lstatSync(join(common, 'hooks')).isDirectory()).toBe(true);
    expect(readFileSync(join(common, 'hooks/pre-push'), 'utf8')).toBe('#!/bin/sh\n');
    expect(readFileSync(join(outside, 'pre-push'), 'utf8')).toBe('outside');
  });

  test('a change of the same size with its time set back is seen', async () => {
    const { common, sentinel } = await watch();
    const path = join(common, 'hooks/lib/a.sh');
    const { atime, mtime } = statSync(path);
    writeFileSync(path, 'b');
    utimesSync(path, atime, mtime);
    expect(await sentinel.verify()).toEqual([{ path: 'hooks/lib/a.sh', what: 'changed' }]);
  });

  test('a file that the repository’s own settings include is watched too', async () => {
    const { repository, sentinel } = await watch();
    const { main } = repository;
    repository.write({ 'shared.gitconfig': '[core]\n\tabbrev = 12\n' });
    repository.git(['config', 'include.path', '../shared.gitconfig']);
    await sentinel.record();
    writeFileSync(join(main, 'shared.gitconfig'), '[core]\n\tfsmonitor = harm\n');
    expect(await sentinel.verify()).toEqual([{ path: join(main, 'shared.gitconfig'), what: 'changed' }]);
    expect(readFileSync(join(main, 'shared.gitconfig'), 'utf8')).toBe('[core]\n\tabbrev = 12\n');
  });

  test('a worktree that somebody else removed is told once and not half brought back', async () => {
    const { repository, worktree, common, sentinel } = await watch();
    repository.git(['worktree', 'remove', '--force', worktree]);
    expect(await sentinel.verify()).toEqual([{ path: 'worktrees/task-a', what: 'gone' }]);
    expect(existsSync(join(common, 'worktrees/task-a'))).toBe(false);
    expect(await sentinel.verify()).toEqual([]);
  });

  test('a link to main in the place of a worktree: main’s git directory stays whole (INV-10)', async () => {
    const { repository, worktree, common, sentinel, git } = await watch();
    renameSync(worktree, join(repository.base, 'moved'));
    symlinkSync('main', worktree);
    // The harm without the check: the pointer's path leads to the person's own git directory.
    expect(lstatSync(join(worktree, '.git')).isDirectory()).toBe(true);

    expect(await sentinel.verify()).toEqual([{ path: join(worktree, '.git'), what: 'gone' }]);
    expect(lstatSync(common).isDirectory()).toBe(true);
    expect(repository.git(['log', '--format=%s'])).not.toBe('');
    expect(await sentinel.verify()).toEqual([]);
    await sentinel.record();
    expect(await sentinel.verify()).toEqual([]);

    repository.write({ 'note.txt': 'the person’s' });
    const refused = { code: 'worktree-invalid' };
    await expect(git.removeWorktree(repository.main, worktree)).rejects.toMatchObject(refused);
    await expect(git.resetWorktree(worktree, 'HEAD', [])).rejects.toMatchObject(refused);
    const commit = { message: 'm', excluding: [], identity: ROBOT };
    await expect(git.commitAll(worktree, commit)).rejects.toMatchObject(refused);
    expect(readFileSync(join(repository.main, 'note.txt'), 'utf8')).toBe('the person’s');
  });

  test('a file in the place of a worktree is a removed worktree', async () => {
    const { worktree, sentinel } = await watch();
    rmSync(worktree, { recursive: true });
    writeFileSync(worktree, 'a file');
    expect(await sentinel.verify()).toEqual([{ path: join(worktree, '.git'), what: 'gone' }]);
    await sentinel.record();
    expect(await sentinel.verify()).toEqual([]);
    expect(readFileSync(worktree, 'utf8')).toBe('a file');
  });

  test('a git directory that became a link to another repository is not written to', async () => {
    const { repository, common, sentinel, git } = await watch();
    const other = createGitRepository();
    const config = readFileSync(join(other.main, '.git/config'), 'utf8');
    other.write({ '.git/hooks/pre-push': 'theirs' });
    renameSync(common, join(repository.base, 'moved'));
    symlinkSync(join(other.main, '.git'), common);
    await expect(sentinel.verify()).rejects.toMatchObject({ code: 'tampering-found' });
    await expect(git.status(repository.main)).rejects.toMatchObject({ code: 'tampering-found' });
    expect(readFileSync(join(other.main, '.git/config'), 'utf8')).toBe(config);
    expect(readFileSync(join(other.main, '.git/hooks/pre-push'), 'utf8')).toBe('theirs');
  });

  test('a repository in the place of a worktree’s pointer is set aside with its commits', async () => {
    const { repository, worktree, sentinel } = await watch();
    unlinkSync(join(worktree, '.git'));
    repository.git(['init', '--quiet'], worktree);
    repository.commit({ 'a.txt': 'work' }, worktree);
    rmSync(join(worktree, 'a.txt'));
    const aside = `${worktree}.git-set-aside-1`;
    expect(await sentinel.verify()).toEqual([
      { path: join(worktree, '.git'), what: 'changed' },
      { path: aside, what: 'set aside' },
    ]);
    expect(repository.git(['show', 'HEAD:a.txt'], aside)).toBe('work');
    expect(repository.git(['branch', '--show-current'], worktree)).toBe('task/a');
  });

  test('a worktree whose drive is not there at the start is no tampering', async () => {
    const { repository, worktree, sentinel } = await watch();
    repository.git(['worktree', 'lock', worktree]);
    rmSync(worktree, { recursive: true });
    await sentinel.record();
    expect(await sentinel.verify()).toEqual([]);
  });

  test('a worktree of our own below a folder and a link that git has yet to pass is trusted', async () => {
    const { repository, git, sentinel } = await watch();
    mkdirSync(join(repository.base, 'real'));
    symlinkSync('real', join(repository.base, 'linked'));
    const path = join(repository.base, 'linked/new/task-b');
    await git.addWorktree(repository.main, path, { detach: 'HEAD' });
    expect(await sentinel.verify()).toEqual([]);
    writeFileSync(join(path, '.git'), 'gitdir: /elsewhere\n');
    expect(await sentinel.verify()).toMatchObject([{ what: 'changed' }]);
    await git.removeWorktree(repository.main, path);
    expect(await sentinel.verify()).toEqual([]);
  });

  test('what was put back before a command of ours is still told by the next verify', async () => {
    const { git, repository, common, sentinel } = await watch();
    writeFileSync(join(common, 'config.worktree'), '[core]\n\tfsmonitor = harm\n');
    await git.status(repository.main);
    expect(existsSync(join(common, 'config.worktree'))).toBe(false);
    expect(await sentinel.verify()).toEqual([{ path: 'config.worktree', what: 'added' }]);
  });

  test('worktrees of our own are trusted, many at once, with settings that git gives them', async () => {
    const { repository, git, sentinel } = await watch('sparse');
    const names = Array.from({ length: 10 }, (_, index) => join(repository.base, `task-${index}`));
    await Promise.all(
      names.map(async (path) => {
        await git.addWorktree(repository.main, path, { detach: 'HEAD' });
        await git.status(path);
      }),
    );
    expect(await sentinel.verify()).toEqual([]);
    expect(existsSync(join(names[0] ?? '', 'docs'))).toBe(false);
    writeFileSync(join(names[3] ?? '', '.git'), 'gitdir: /elsewhere\n');
    expect(await sentinel.verify()).toEqual([{ path: `${names[3]}/.git`, what: 'changed' }]);
    await Promise.all(names.map((path) => git.removeWorktree(repository.main, path)));
    expect(await sentinel.verify()).toEqual([]);
  });
});
