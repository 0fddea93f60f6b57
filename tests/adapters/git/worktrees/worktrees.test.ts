import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGitRepository, type GitRepository } from '../../../helpers/git-repository.ts';
import { openGit } from '../test-git.ts';

function expectWhole(repository: GitRepository, worktrees: number): void {
  expect(repository.git(['fsck', '--no-dangling'])).toBe('');
  const list = repository.git(['worktree', 'list', '--porcelain']);
  expect(list.match(/^worktree /gm)).toHaveLength(worktrees);
  expect(list).not.toMatch(/^(prunable|locked)|^HEAD 0+$/m);
}

describe('worktrees', () => {
  test.each(['no-remote', 'bare'] as const)(
    'are added on a new branch, an old one or none, and listed (%s)',
    async (layout) => {
      const repository = createGitRepository(layout);
      const git = openGit(repository);
      const head = repository.git(['rev-parse', 'HEAD']);
      const at = (name: string) => join(repository.base, name);
      await git.addWorktree(repository.main, at('task-a'), { branch: 'task/a', base: head });
      repository.commit({ 'a.txt': 'a' }, at('task-a'));
      const worked = repository.git(['rev-parse', 'task/a']);
      await git.removeWorktree(repository.main, at('task-a'));
      await git.addWorktree(repository.main, at('ü task'), { branch: 'task/a', base: head });
      await git.addWorktree(repository.main, at('scratch'), { detach: head });

      const listed = (await git.worktrees(repository.main)).filter(
        ({ bare, path }) => !bare && path !== repository.main,
      );
      const plain = { bare: false, locked: false, prunable: false };
      expect(listed.sort((a, b) => a.path.localeCompare(b.path))).toEqual([
        { ...plain, path: at('scratch'), branch: null, head },
        { ...plain, path: at('ü task'), branch: 'task/a', head: worked },
      ]);
      expect((await git.worktrees(repository.main)).some(({ bare }) => bare)).toBe(layout === 'bare');
    },
  );

  test('removal takes changed and ignored files too, and refuses a locked worktree', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    await git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    repository.write({ 'README.md': 'changed', 'new.txt': 'new' }, path);
    repository.git(['worktree', 'lock', path]);
    await expect(git.removeWorktree(repository.main, path)).rejects.toMatchObject({ code: 'git-failed' });
    repository.git(['worktree', 'unlock', path]);
    await git.removeWorktree(repository.main, path);
    expect(existsSync(path)).toBe(false);
    expectWhole(repository, 1);
  });

  test('a worktree is reset for another commit, keeping named directories alone', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'scratch');
    const first = repository.git(['rev-parse', 'HEAD']);
    await git.addWorktree(repository.main, path, { detach: first });
    const second = repository.commit({ '.gitignore': 'node_modules\n', 'b.txt': 'b' });
    const kept = { 'node_modules/a/index.js': 'x', 'odd [n]*/x': 'x' };
    const gone = {
      'left.txt': 'x',
      'sub/node_modules/x': 'x',
      'odd n/x': 'x',
      'repo/inner.txt': 'x',
      'README.md': 'x',
    };
    repository.write({ ...kept, ...gone }, path);
    repository.git(['init', '--quiet'], join(path, 'repo'));

    await git.resetWorktree(path, second, ['node_modules', 'odd [n]*']);
    expect(readdirSync(path).sort()).toEqual(
      ['.git', '.gitignore', 'README.md', 'b.txt', 'node_modules', 'odd [n]*', 'src'].sort(),
    );
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toBe('# Demo\n');
    expect(repository.git(['rev-parse', 'HEAD'], path)).toBe(second);
    expect(repository.git(['symbolic-ref', '-q', 'HEAD'], repository.main)).toBe('refs/heads/main');
  });

  test('a detached worktree is put on its branch, never on a remote’s', async () => {
    const repository = createGitRepository('origin');
    const git = openGit(repository);
    repository.git(['branch', 'task/a']);
    repository.git(['update-ref', 'refs/remotes/origin/elsewhere', 'HEAD']);
    const path = join(repository.base, 'task-a');
    await git.addWorktree(repository.main, path, { detach: 'HEAD' });
    await git.checkoutBranch(path, 'task/a');
    expect(repository.git(['branch', '--show-current'], path)).toBe('task/a');
    await expect(git.checkoutBranch(path, 'elsewhere')).rejects.toMatchObject({ code: 'git-failed' });
  });

  test('a worktree that could not be filled leaves nothing behind', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    repository.commit({ '.gitattributes': '*.txt filter=broken\n', 'a.txt': 'x' });
    repository.git(['config', 'filter.broken.smudge', 'false']);
    repository.git(['config', 'filter.broken.required', 'true']);
    const adding = git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    await expect(adding).rejects.toMatchObject({ code: 'git-failed', message: expect.stringContaining('a.txt') });
    expect(existsSync(path)).toBe(false);
    expectWhole(repository, 1);
  });

  test('50 worktrees added at once and removed at once leave nothing', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const names = Array.from({ length: 50 }, (_, index) => `task-${index}`);
    const at = (name: string) => join(repository.base, name);
    const add = (name: string) => git.addWorktree(repository.main, at(name), { branch: `task/${name}`, base: 'HEAD' });
    await Promise.all(names.map(add));
    expectWhole(repository, 51);
    await Promise.all(names.map((name) => git.removeWorktree(repository.main, at(name))));
    expectWhole(repository, 1);
    expect(existsSync(join(repository.main, '.git/worktrees'))).toBe(false);
  }, 60_000);
});

describe('repair', () => {
  test('locks of dead processes go, wherever git makes them', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    await git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    const locks = ['index', 'HEAD', 'config', 'packed-refs', 'shallow', 'refs/heads/task/a', 'worktrees/task-a/index'];
    for (const lock of locks) repository.write({ [`${lock}.lock`]: '' }, join(repository.main, '.git'));

    const repairs = await git.repair(path);
    expect([...repairs].sort()).toEqual(locks.map((lock) => `removed the lock ${lock}.lock`).sort());
    expect(await git.repair(repository.main)).toEqual([]);
    expectWhole(repository, 2);
  });

  test('the lock of a living git stays until it ends', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    // Reads its list from a pipe that stays open, holding the index.
    const living = spawn('git', ['update-index', '--add', '--stdin'], {
      cwd: repository.main,
      env: repository.environment,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    onTestFinished(() => void living.kill('SIGKILL'));
    const lock = join(repository.main, '.git/index.lock');
    await expect.poll(() => existsSync(lock), { timeout: 20_000 }).toBe(true);
    expect(await git.repair(repository.main)).toEqual([]);
    expect(existsSync(lock)).toBe(true);

    living.kill('SIGKILL');
    await once(living, 'exit');
    expect(await git.repair(repository.main)).toEqual(['removed the lock index.lock']);
  });

  test('a worktree that was being made when git was killed can be made again (INV-10)', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    const hold = join(repository.base, 'hold');
    // A filter that waits stops git in the middle of its checkout.
    repository.commit({ '.gitattributes': '*.slow filter=slow\n', 'a.slow': 'x', 'b.txt': 'x' });
    repository.git(['config', 'filter.slow.smudge', `touch ${hold}; exec sleep 600`]);
    const adding = spawn('git', ['worktree', 'add', '-b', 'task/a', path], {
      cwd: repository.main,
      env: repository.environment,
      stdio: 'ignore',
      detached: true,
    });
    const group = -(adding.pid ?? 0);
    await expect.poll(() => existsSync(hold), { timeout: 20_000 }).toBe(true);
    process.kill(group, 'SIGKILL');
    await once(adding, 'exit');
    repository.git(['config', '--unset', 'filter.slow.smudge']);
    await expect(git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' })).rejects.toThrow();

    const repairs = await git.repair(repository.main);
    expect(repairs).toContain(`removed the half-made worktree ${path}`);
    expectWhole(repository, 1);
    await git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    expectWhole(repository, 2);
    expect(repository.git(['status', '--porcelain'], path)).toBe('');
  });

  test('so can one that we were making when we were killed', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    const half = ['worktree', 'add', '--quiet', '--no-checkout', '--lock', '--reason', 'initializing', '-b', 'task/a'];
    repository.git([...half, path]);
    repository.write({ 'README.md': '# De' }, path);
    expect(await git.repair(repository.main)).toEqual([`removed the half-made worktree ${path}`]);
    await git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    expectWhole(repository, 2);
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toBe('# Demo\n');
  });

  test('a finished worktree whose lock was left is unlocked and keeps its work (INV-9)', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const path = join(repository.base, 'task-a');
    await git.addWorktree(repository.main, path, { branch: 'task/a', base: 'HEAD' });
    repository.write({ 'work.txt': 'mine' }, path);
    repository.write({ 'worktrees/task-a/locked': 'initializing' }, join(repository.main, '.git'));
    expect(await git.repair(repository.main)).toEqual([`unlocked the worktree ${path}`]);
    expect(readFileSync(join(path, 'work.txt'), 'utf8')).toBe('mine');
    expectWhole(repository, 2);
  });

  test('an entry that names somebody’s directory does not take it along (INV-9)', async () => {
    const repository = createGitRepository();
    const precious = join(repository.base, 'precious');
    repository.write({ 'work.txt': 'mine' }, precious);
    const planted = { gitdir: `${precious}/.git\n`, locked: 'initializing', HEAD: 'ref: refs/heads/main\n' };
    repository.write(planted, join(repository.main, '.git/worktrees/planted'));
    expect(await openGit(repository).repair(repository.main)).toHaveLength(1);
    expect(readFileSync(join(precious, 'work.txt'), 'utf8')).toBe('mine');
    expectWhole(repository, 1);
  });

  test('entries without a directory go, but for those that somebody locked', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    for (const name of ['gone', 'away']) {
      await git.addWorktree(repository.main, join(repository.base, name), { branch: name, base: 'HEAD' });
    }
    repository.git(['worktree', 'lock', join(repository.base, 'away')]);
    for (const name of ['gone', 'away']) rmSync(join(repository.base, name), { recursive: true });
    mkdirSync(join(repository.main, '.git/worktrees/empty'));
    const repairs = await git.repair(repository.main);
    expect(repairs).toEqual([
      'removed the half-made worktree worktrees/empty',
      `forgot the worktree ${join(repository.base, 'gone')}, whose directory is gone`,
    ]);
    expect(readdirSync(join(repository.main, '.git/worktrees'))).toEqual(['away']);
  });
});
