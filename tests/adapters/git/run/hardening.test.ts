import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Git } from '../../../../src/ports/git.ts';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { ATTACKS, type Target } from '../attacks.ts';
import { openGit, openWatchedGit, ROBOT } from '../test-git.ts';

/** A worker's worktree with a change, and a branch that needs a content merge with it. */
function createTarget(): Target {
  const repository = createGitRepository();
  const worktree = join(repository.base, 'task-a');
  repository.commit({ 'both.txt': '1\n2\n3\n4\n5\n6\n7\n8\n9\n' });
  repository.git(['worktree', 'add', '--quiet', '-b', 'task/a', worktree]);
  repository.commit({ 'both.txt': '1\n2\n3\n4\n5\n6\n7\n8\nnine\n' });
  repository.write({ 'both.txt': 'one\n2\n3\n4\n5\n6\n7\n8\n9\n', 'work.txt': 'work\n' }, worktree);
  return { repository, worktree, mark: join(repository.base, 'harm') };
}

/** What the harness does after a worker, by plain git in the person's environment. */
function workUnprotected({ repository, worktree }: Target, provoke?: readonly string[]): void {
  const commands = [
    ['status'],
    ['diff'],
    ['add', '--all'],
    ['commit', '--message', 'Work'],
    ['show'],
    ['merge', '--no-edit', 'main'],
    ['checkout', '--detach'],
    ...(provoke === undefined ? [] : [provoke]),
  ];
  for (const command of commands) {
    try {
      repository.git(command, worktree);
    } catch {
      // Planted code may well make git fail.
    }
  }
}

/** The same by the adapter. */
async function workProtected({ repository, worktree }: Target, git: Git, provoke?: readonly string[]) {
  await git.status(worktree);
  const work = await git.commitAll(worktree, { message: 'Work', excluding: [], identity: ROBOT });
  const main = (await git.resolve(worktree, 'main')) ?? '';
  await git.diffText(worktree, main, work ?? '', []);
  await git.formatPatch(worktree, main, work ?? '', join(repository.base, 'patches'));
  const { tree } = await git.mergeTree(worktree, main, work ?? '');
  const merge = await git.commitTree(worktree, {
    tree: tree ?? '',
    parents: [main, work ?? ''],
    message: 'Merge',
    identity: ROBOT,
  });
  await git.addWorktree(worktree, join(repository.base, 'scratch'), { detach: merge });
  await git.resetWorktree(join(repository.base, 'scratch'), main, []);
  await git.removeWorktree(worktree, join(repository.base, 'scratch'));
  await git.moveBranch(repository.main, 'main', main, merge);
  await git.updateCheckout(repository.main, main, merge);
  runHardened(git, worktree, ['fetch', '--quiet', 'origin']);
  if (provoke !== undefined) runHardened(git, worktree, provoke);
  expect(repository.git(['rev-parse', 'main'], repository.main)).toBe(merge);
}

/** As the application runs a command that the lead asked for. */
function runHardened(git: Git, dir: string, args: readonly string[]): void {
  const { env, config } = git.hardened(dir, args[0] === 'fetch' ? 'fetch' : 'local');
  try {
    execFileSync('git', [...config, ...args], { cwd: dir, env, stdio: 'pipe' });
  } catch {
    // Not every command can succeed once what was planted is gone.
  }
}

describe('what a worker plants is never executed by the harness’s git (INV-16)', () => {
  test.each(ATTACKS)('$name', async ({ plant, provoke, reported }) => {
    const unprotected = createTarget();
    plant(unprotected);
    workUnprotected(unprotected, provoke);
    expect(existsSync(unprotected.mark), 'without the protection the harm is done').toBe(true);

    const target = createTarget();
    const { git, sentinel } = await openWatchedGit(target.repository);
    plant(target);
    await workProtected(target, git, provoke);
    expect(existsSync(target.mark)).toBe(false);
    const found = (await sentinel.verify()).map(({ path }) => path);
    expect(found).toEqual(reported.map((path) => path.replace('{worktree}', target.worktree)));
    expect(await sentinel.verify(), 'it is told once').toEqual([]);
  });
});

describe('most of it is not even executed while it is in place (INV-16)', () => {
  test.each(ATTACKS.filter((attack) => attack.isStoppedBySettings))('$name', async ({ plant, provoke }) => {
    const target = createTarget();
    const git = openGit(target.repository);
    await git.inspect(target.worktree);
    plant(target);
    await workProtected(target, git, provoke);
    expect(existsSync(target.mark)).toBe(false);
  });
});

describe('the person’s own settings of the start', () => {
  test('stay in force, conditional includes and odd values too (INV-16)', async () => {
    const repository = createGitRepository();
    const more = join(repository.base, 'home/more.gitconfig');
    repository.git(['config', '--file', more, 'user.name', 'Work "Pat" \\ #1;\tx']);
    repository.git(['config', '--global', `includeIf.gitdir:${repository.base}/.path`, more]);
    repository.git(['config', '--global', 'filter.up "x" ].clean', 'tr a-z A-Z']);
    repository.git(['config', '--global', 'filter.up.clean', 'tr a-z A-Z']);
    repository.git(['config', '--global', '--add', 'filter.up.required', 'true']);
    repository.write({ '.gitattributes': '*.txt filter=up\n', 'a.txt': 'shout\n' });
    const git = openGit(repository);
    expect(await git.identity(repository.main)).toMatchObject({ name: 'Work "Pat" \\ #1;\tx' });
    const commit = await git.commitAll(repository.main, { message: 'Work', excluding: [], identity: ROBOT });
    expect(await git.show(repository.main, commit ?? '', 'a.txt')).toBe('SHOUT\n');
  });

  test('are read once: what a worker writes into the frozen copy is put back', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    await git.inspect(repository.main);
    const { GIT_CONFIG_GLOBAL = '' } = git.hardened(repository.main, 'local').env;
    repository.git(['config', '--file', GIT_CONFIG_GLOBAL, 'user.name', 'Mallory']);
    expect(await git.identity(repository.main)).toMatchObject({ name: 'Pat Person' });
  });

  test('hardened commands get nothing of the environment but what is on the list (INV-12)', () => {
    const repository = createGitRepository();
    const environment = {
      ...repository.environment,
      OPENAI_API_KEY: 'secret',
      GIT_DIR: '/elsewhere',
      SSH_AUTH_SOCK: '/s',
    };
    const { env } = openGit({ ...repository, environment }).hardened(repository.main, 'local');
    expect(env).not.toHaveProperty('OPENAI_API_KEY');
    expect(env).not.toHaveProperty('GIT_DIR');
    expect(env).not.toHaveProperty('SSH_AUTH_SOCK');
    expect(env).toMatchObject({ HOME: repository.environment.HOME, GIT_TERMINAL_PROMPT: '0' });
  });

  test('of the lead’s commands only a fetch finds a way out (INV-4)', () => {
    const repository = createGitRepository('origin');
    const git = openGit(repository);
    const commit = repository.commit({ 'leak.txt': 'x' });
    const reached = (purpose: 'local' | 'fetch', args: readonly string[]) => {
      const { env, config } = git.hardened(repository.main, purpose);
      return spawnSync('git', [...config, ...args], { cwd: repository.main, env }).status === 0;
    };
    expect(reached('local', ['push', 'origin', 'HEAD:main'])).toBe(false);
    expect(reached('local', ['ls-remote', 'origin'])).toBe(false);
    expect(reached('fetch', ['fetch', 'origin'])).toBe(true);
    expect(repository.git(['ls-remote', 'origin', 'refs/heads/main'])).not.toContain(commit);
  });
});
