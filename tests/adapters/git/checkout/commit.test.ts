import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository, type GitRepository } from '../../../helpers/git-repository.ts';
import { openGit, ROBOT } from '../test-git.ts';

const ALL = { message: 'Work', excluding: [], identity: ROBOT };

/** Names and modes of a commit, by git's own reckoning. */
function modesOf(repository: GitRepository, commit: string): Record<string, string> {
  const lines = repository.git(['ls-tree', '-r', '-z', commit]).split('\0').filter(Boolean);
  return Object.fromEntries(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)]));
}

describe('status', () => {
  test('changed and untracked, never ignored, with odd names', async () => {
    const repository = createGitRepository();
    repository.commit({ '.gitignore': 'ignored/\n' });
    repository.write({ 'README.md': 'changed', 'new dir/ü\n.txt': 'x', 'ignored/x': 'x', '-n': 'x' });
    rmSync(join(repository.main, 'src/greet.js'));
    expect(await openGit(repository).status(repository.main)).toEqual({
      changed: ['README.md', 'src/greet.js'],
      untracked: ['-n', 'new dir/ü\n.txt'],
      inProgress: null,
    });
  });

  test('tells a merge that waits for its end, with its conflicts', async () => {
    const repository = createGitRepository();
    repository.git(['checkout', '--quiet', '-b', 'other']);
    repository.commit({ 'README.md': 'theirs\n' });
    repository.git(['checkout', '--quiet', 'main']);
    repository.commit({ 'README.md': 'ours\n' });
    expect(() => repository.git(['merge', 'other'])).toThrow();
    expect(await openGit(repository).status(repository.main)).toEqual({
      changed: ['README.md'],
      untracked: [],
      inProgress: 'merge',
    });
  });
});

describe('commitAll', () => {
  test('takes everything that is not ignored: odd names, links, modes, removals, directories for files and back', async () => {
    const repository = createGitRepository();
    const dir = repository.main;
    repository.commit({ '.gitignore': '*.log\n', file: 'x', 'folder/a': 'x', 'link-to-be/a': 'x', 'run.sh': 'x' });
    rmSync(join(dir, 'file'));
    rmSync(join(dir, 'folder'), { recursive: true });
    rmSync(join(dir, 'link-to-be'), { recursive: true });
    repository.write({ 'file/inside': 'x', folder: 'x', 'a.log': 'x', ':(top)*': 'x', '-f': 'x', 'ü\n"': 'x' });
    symlinkSync('src', join(dir, 'link-to-be'));
    symlinkSync('nowhere', join(dir, 'dangling'));
    chmodSync(join(dir, 'run.sh'), 0o755);

    const commit = await openGit(repository).commitAll(dir, { ...ALL, message: 'Work\n\n# kept' });
    expect(modesOf(repository, commit ?? '')).toEqual({
      '.gitignore': '100644',
      'README.md': '100644',
      'src/greet.js': '100644',
      'file/inside': '100644',
      folder: '100644',
      'run.sh': '100755',
      'link-to-be': '120000',
      dangling: '120000',
      ':(top)*': '100644',
      '-f': '100644',
      'ü\n"': '100644',
    });
    expect(repository.git(['log', '-1', '--format=%an|%cn|%B'])).toBe('Robot|Robot|Work\n\n# kept\n');
    expect(repository.git(['status', '--porcelain'])).toBe('');
  });

  test('names that are no UTF-8 are committed byte for byte', async () => {
    const repository = createGitRepository();
    writeFileSync(Buffer.concat([Buffer.from(`${repository.main}/caf`), Buffer.from([0xe9])]), 'x');
    const commit = await openGit(repository).commitAll(repository.main, ALL);
    const listed = execFileSync('git', ['ls-tree', '-z', '--name-only', commit ?? ''], { cwd: repository.main });
    expect(listed.toString('latin1').split('\0')).toContain('café');
  });

  test('nothing to commit is null, also when only a touched file or line endings differ', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    repository.commit({ '.gitattributes': '*.txt text\n', 'a.txt': 'a\n' });
    expect(await git.commitAll(repository.main, ALL)).toBeNull();
    repository.write({ 'README.md': '# Demo\n', 'a.txt': 'a\r\n' });
    expect(await git.commitAll(repository.main, ALL)).toBeNull();
  });

  test('what was untracked before stays out, also when a worker staged it', async () => {
    const repository = createGitRepository();
    repository.write({ 'notes.txt': 'mine', 'ü/mine.txt': 'mine', 'work.txt': 'work' });
    repository.git(['add', 'notes.txt']);
    const excluding = ['notes.txt', 'ü/mine.txt'];
    const git = openGit(repository);
    const commit = await git.commitAll(repository.main, { ...ALL, excluding });
    expect(Object.keys(modesOf(repository, commit ?? ''))).toEqual(['README.md', 'src/greet.js', 'work.txt']);
    expect((await git.status(repository.main)).untracked).toEqual(excluding);
  });

  test('changes that a worker told git not to see are seen (INV-2)', async () => {
    const repository = createGitRepository('sparse');
    repository.git(['update-index', '--assume-unchanged', 'README.md']);
    repository.git(['update-index', '--skip-worktree', 'src/greet.js']);
    repository.write({ 'README.md': 'hidden change', 'src/greet.js': 'hidden change' });
    repository.git(['config', '--worktree', 'core.sparseCheckout', 'false']);
    expect(repository.git(['status', '--porcelain']), 'git itself is fooled').toBe('');
    repository.git(['config', '--worktree', 'core.sparseCheckout', 'true']);

    const commit = await openGit(repository).commitAll(repository.main, ALL);
    expect(repository.git(['diff-tree', '-r', '--name-only', 'HEAD~1', commit ?? ''])).toBe('README.md\nsrc/greet.js');
  });

  test.each(['--assume-unchanged', '--skip-worktree'])(
    'work hidden with %s is told as uncommitted (INV-9)',
    async (mark) => {
      const repository = createGitRepository();
      repository.git(['update-index', mark, 'README.md', 'src/greet.js']);
      expect(await openGit(repository).status(repository.main)).toMatchObject({ changed: [], untracked: [] });
      repository.write({ 'README.md': 'hidden work' });
      expect(repository.git(['status', '--porcelain']), 'git itself is fooled').toBe('');
      expect(await openGit(repository).status(repository.main)).toMatchObject({
        changed: [],
        untracked: ['README.md'],
      });
      expect(repository.git(['ls-files', '-v', 'README.md']), 'the marks may be the person’s').not.toMatch(/^H/);
    },
  );

  test('a committed repository that .gitmodules does not name is told as uncommitted and refused (INV-9)', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const nested = join(repository.main, 'nested');
    mkdirSync(nested);
    repository.git(['init', '--quiet'], nested);
    repository.commit({ 'inner.txt': 'only here' }, nested);
    repository.git(['-c', 'advice.addEmbeddedRepo=false', 'add', 'nested']);
    repository.git(['commit', '--quiet', '--message', 'Link']);
    expect(repository.git(['status', '--porcelain']), 'git itself finds nothing to lose').toBe('');

    expect(await git.status(repository.main)).toMatchObject({ changed: [], untracked: ['nested/'] });
    const refusal = { code: 'worktree-invalid', message: expect.stringContaining('nested') };
    await expect(git.commitAll(repository.main, ALL)).rejects.toMatchObject(refusal);
    rmSync(join(nested, '.git'), { recursive: true });
    expect((await git.status(repository.main)).untracked, 'git still looks at no file in it').toEqual(['nested/']);

    const fresh = join(repository.base, 'task-a');
    await git.addWorktree(repository.main, fresh, { branch: 'task/a', base: 'HEAD' });
    expect(await git.status(fresh)).toMatchObject({ changed: [], untracked: [] });
  });

  test('a submodule that .gitmodules names is told as nothing', async () => {
    const repository = createGitRepository('submodule');
    expect(await openGit(repository).status(repository.main)).toMatchObject({ changed: [], untracked: [] });
  });

  test('the first commit of an empty repository', async () => {
    const repository = createGitRepository();
    const dir = join(repository.base, 'new');
    mkdirSync(dir);
    repository.git(['init', '--quiet'], dir);
    repository.write({ 'a.txt': 'a' }, dir);
    expect(await openGit(repository).commitAll(dir, ALL)).toBe(repository.git(['rev-parse', 'HEAD'], dir));
  });

  test('a repository planted in the worktree is refused, staged or not, and one from before is passed over (INV-16)', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const nested = join(repository.main, 'planted');
    mkdirSync(nested);
    repository.git(['init', '--quiet'], nested);
    repository.commit({ 'inner.txt': 'x' }, nested);
    repository.write({ 'work.txt': 'x' });

    const refusal = { code: 'worktree-invalid', message: expect.stringContaining('planted') };
    await expect(git.commitAll(repository.main, ALL)).rejects.toMatchObject(refusal);
    expect(await git.commitAll(repository.main, { ...ALL, excluding: ['planted/'] })).not.toBeNull();
    repository.git(['-c', 'advice.addEmbeddedRepo=false', 'add', 'planted']);
    await expect(git.commitAll(repository.main, ALL)).rejects.toMatchObject(refusal);
  });

  test('git is never started inside a submodule, whose settings a worker can write (INV-16)', async () => {
    const repository = createGitRepository('submodule');
    const library = join(repository.main, 'vendor/library');
    const mark = join(repository.base, 'harm');
    repository.git(['config', 'filter.evil.clean', `touch ${mark}; cat`], library);
    repository.write({ '.gitattributes': '* filter=evil\n', 'README.md': 'changed, same!\n' }, library);
    // Another time and the same size: git has to read the file, through its filter, to know whether it changed.
    const later = new Date(Date.now() + 60_000);
    utimesSync(join(library, 'README.md'), later, later);
    repository.write({ 'work.txt': 'x' });
    const git = openGit(repository);
    const { env, config } = git.hardened(repository.main, 'local');
    execFileSync('git', [...config, 'status'], { cwd: repository.main, env });
    expect(await git.status(repository.main)).toMatchObject({ changed: [], untracked: ['work.txt'] });
    const commit = await git.commitAll(repository.main, ALL);
    expect(modesOf(repository, commit ?? '')['vendor/library']).toBe('160000');
    expect(existsSync(mark)).toBe(false);

    repository.git(['status']);
    expect(existsSync(mark), 'without our care the harm is done').toBe(true);
  });

  test('a submodule at another commit is committed as such', async () => {
    const repository = createGitRepository('submodule');
    const moved = repository.commit({ 'more.txt': 'x' }, join(repository.main, 'vendor/library'));
    const commit = await openGit(repository).commitAll(repository.main, ALL);
    expect(repository.git(['rev-parse', `${commit}:vendor/library`])).toBe(moved);
  });
});
