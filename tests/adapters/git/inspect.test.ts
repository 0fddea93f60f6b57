import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createGitRepository, type Layout } from '../../helpers/git-repository.ts';
import { openGit } from './test-git.ts';

const PLAIN = { branch: 'main', hasOrigin: false, shallow: false, sparse: false, submodules: false };

describe('inspect', () => {
  const layouts: readonly (readonly [Layout, object])[] = [
    ['no-remote', PLAIN],
    ['origin', { ...PLAIN, hasOrigin: true }],
    ['master', { ...PLAIN, branch: 'master' }],
    ['bare', { ...PLAIN, hasOrigin: true }],
    ['shallow', { ...PLAIN, hasOrigin: true, shallow: true }],
    ['sparse', { ...PLAIN, sparse: true }],
    ['submodule', { ...PLAIN, submodules: true }],
  ];

  test.each(layouts)('tells the layout %s', async (layout, expected) => {
    const repository = createGitRepository(layout);
    const facts = await openGit(repository).inspect(repository.main);
    const isBare = layout === 'bare';
    expect(facts).toEqual({
      topLevel: repository.main,
      commonDir: join(repository.base, isBare ? '.bare' : 'main/.git'),
      gitDir: join(repository.base, isBare ? '.bare/worktrees/main' : 'main/.git'),
      head: repository.git(['rev-parse', 'HEAD']),
      ...expected,
    });
  });

  test('takes three commands, and two once the version is known', async () => {
    const repository = createGitRepository('origin');
    const log = join(repository.base, 'log');
    const bin = join(repository.base, 'bin');
    const found = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
    repository.write({ git: `#!/bin/sh\necho x >> '${log}'\nexec '${found}' "$@"\n` }, bin);
    chmodSync(join(bin, 'git'), 0o755);
    const PATH = `${bin}:${repository.environment.PATH}`;
    const git = openGit({ ...repository, environment: { ...repository.environment, PATH } });
    // Reads the person's settings, once for the process.
    await git.resolve(repository.main, 'HEAD');
    for (const commands of [3, 2]) {
      rmSync(log);
      await git.inspect(repository.main);
      expect(readFileSync(log, 'utf8')).toBe('x\n'.repeat(commands));
    }
  });

  test('finds the top from a nested directory', async () => {
    const repository = createGitRepository();
    const facts = await openGit(repository).inspect(join(repository.main, 'src'));
    expect(facts.topLevel).toBe(repository.main);
  });

  test('a detached head has no branch', async () => {
    const repository = createGitRepository();
    repository.git(['checkout', '--quiet', '--detach']);
    const { branch, head } = await openGit(repository).inspect(repository.main);
    expect({ branch, head }).toEqual({ branch: null, head: repository.git(['rev-parse', 'HEAD']) });
  });

  test('a repository without commits has a branch and no head', async () => {
    const repository = createGitRepository();
    const dir = join(repository.base, 'new');
    mkdirSync(dir);
    repository.git(['init', '--quiet', '--initial-branch=trunk'], dir);
    const { branch, head } = await openGit(repository).inspect(dir);
    expect({ branch, head }).toEqual({ branch: 'trunk', head: null });
  });

  test('rejects what is no repository, a bare one and a directory that is not there', async () => {
    const repository = createGitRepository('bare');
    const git = openGit(repository);
    const nowhere = realpathSync(mkdtempSync(join(tmpdir(), 'no-repository-')));
    onTestFinished(() => rmSync(nowhere, { recursive: true }));
    await expect(git.inspect(nowhere)).rejects.toMatchObject({ code: 'not-a-repository' });
    await expect(git.inspect(join(repository.base, '.bare'))).rejects.toMatchObject({ code: 'layout-unsupported' });
    await expect(git.inspect(join(nowhere, 'missing'))).rejects.toMatchObject({ code: 'git-failed' });
  });

  test('identity is the person’s, or null when half of it is missing', async () => {
    const repository = createGitRepository();
    expect(await openGit(repository).identity(repository.main)).toEqual({
      name: 'Pat Person',
      email: 'pat@example.org',
    });
    repository.git(['config', '--global', '--unset', 'user.email']);
    expect(await openGit(repository).identity(repository.main)).toBeNull();
  });
});
