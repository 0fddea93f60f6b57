import { readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { openGit, ROBOT } from '../test-git.ts';

const ODD_NAMES = ['line\nbreak.txt', 'Grüße 世界.txt', '-n', ':(top)x', 'a*b', 'tab\there', '"quoted"'];

describe('content', () => {
  test('diff names each path once, with its status', async () => {
    const repository = createGitRepository();
    const from = repository.commit({ 'old.txt': 'x\n', 'kept.txt': 'x\n' });
    renameSync(join(repository.main, 'old.txt'), join(repository.main, 'new.txt'));
    const to = repository.commit({ 'kept.txt': 'y\n' });
    expect(await openGit(repository).diff(repository.main, from, to)).toEqual([
      { status: 'M', path: 'kept.txt' },
      { status: 'A', path: 'new.txt' },
      { status: 'D', path: 'old.txt' },
    ]);
  });

  test("a submodule's commit is told from a file, when it comes and when it goes", async () => {
    const repository = createGitRepository();
    const from = repository.commit({ 'file.txt': 'x\n' });
    repository.git(['update-index', '--add', '--cacheinfo', `160000,${from},library`]);
    const to = repository.git(['commit-tree', repository.git(['write-tree']), '-p', from, '-m', 'link']);
    const git = openGit(repository);
    expect(await git.diff(repository.main, from, to)).toEqual([{ status: 'A', path: 'library', gitlink: true }]);
    expect(await git.diff(repository.main, to, from)).toEqual([{ status: 'D', path: 'library', gitlink: true }]);
  });

  test('odd file names come back as they are', async () => {
    const repository = createGitRepository();
    const from = repository.git(['rev-parse', 'HEAD']);
    const to = repository.commit(Object.fromEntries(ODD_NAMES.map((name) => [name, `in ${name}`])));
    const git = openGit(repository);
    expect((await git.diff(repository.main, from, to)).map(({ path }) => path).sort()).toEqual([...ODD_NAMES].sort());
    expect(await git.files(repository.main, to)).toEqual(expect.arrayContaining(ODD_NAMES));
    for (const name of ODD_NAMES) expect(await git.show(repository.main, to, name)).toBe(`in ${name}`);
  });

  test('show tells nothing from empty, and a directory is no text', async () => {
    const repository = createGitRepository();
    const head = repository.commit({ 'empty.txt': '' });
    const git = openGit(repository);
    expect(await git.show(repository.main, head, 'empty.txt')).toBe('');
    expect(await git.show(repository.main, head, 'missing.txt')).toBeNull();
    expect(await git.show(repository.main, head, 'src')).toBeNull();
  });

  test('diffText is limited to paths and takes them by name, not by pattern', async () => {
    const repository = createGitRepository();
    const from = repository.git(['rev-parse', 'HEAD']);
    const to = repository.commit({ 'a*b': 'star\n', axb: 'letter\n' });
    const text = await openGit(repository).diffText(repository.main, from, to, ['a*b']);
    expect(text).toContain('+star');
    expect(text).not.toContain('+letter');
  });

  test('formatPatch writes one file for each commit, which applies elsewhere', async () => {
    const repository = createGitRepository();
    const from = repository.git(['rev-parse', 'HEAD']);
    repository.commit({ 'a.txt': 'a\n' });
    const to = repository.commit({ 'b.txt': 'b\n' });
    const patches = await openGit(repository).formatPatch(
      repository.main,
      from,
      to,
      join(repository.base, 'out/patches'),
    );
    expect(patches).toHaveLength(2);
    expect(readFileSync(patches[0] ?? '', 'utf8')).toContain('Subject: [PATCH 1/2] Change a.txt');
    repository.git(['checkout', '--quiet', '-b', 'other', from]);
    repository.git(['am', '--quiet', ...patches]);
    expect(repository.git(['rev-parse', 'HEAD^{tree}'])).toBe(repository.git(['rev-parse', `${to}^{tree}`]));
  });
});

describe('merging without a checkout (INV-10)', () => {
  test('a clean merge gives a tree, and the commit has both parents and our identity', async () => {
    const repository = createGitRepository();
    const git = openGit(repository);
    const dir = repository.main;
    repository.git(['checkout', '--quiet', '-b', 'task/x']);
    const theirs = repository.commit({ 'x.txt': 'x\n' });
    repository.git(['checkout', '--quiet', 'main']);
    const ours = repository.commit({ 'y.txt': 'y\n' });

    const { tree, conflicts } = await git.mergeTree(dir, ours, theirs);
    expect(conflicts).toEqual([]);
    const merge = await git.commitTree(dir, {
      tree: tree ?? '',
      parents: [ours, theirs],
      message: '# Merge\n\nbody',
      identity: ROBOT,
    });
    expect(await git.files(dir, merge)).toEqual(expect.arrayContaining(['x.txt', 'y.txt']));
    expect(repository.git(['log', '-1', '--format=%P %an <%ae> %B', merge])).toBe(
      `${ours} ${theirs} Robot <robot@example.org> # Merge\n\nbody\n`,
    );
    expect(repository.git(['status', '--porcelain'])).toBe('');
  });

  test('a conflict is an answer that names the files', async () => {
    const repository = createGitRepository();
    repository.git(['checkout', '--quiet', '-b', 'task/x']);
    const theirs = repository.commit({ 'README.md': 'theirs\n', 'ü\n.md': 'theirs\n' });
    repository.git(['checkout', '--quiet', 'main']);
    const ours = repository.commit({ 'README.md': 'ours\n', 'ü\n.md': 'ours\n' });
    const result = await openGit(repository).mergeTree(repository.main, ours, theirs);
    expect(result).toEqual({ tree: null, conflicts: ['README.md', 'ü\n.md'] });
  });

  test('what can not be merged at all is an error', async () => {
    const repository = createGitRepository();
    const head = repository.git(['rev-parse', 'HEAD']);
    await expect(openGit(repository).mergeTree(repository.main, head, 'f'.repeat(40))).rejects.toMatchObject({
      code: 'git-failed',
    });
  });
});
