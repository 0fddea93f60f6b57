import { expect, test } from 'vitest';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { openGit } from '../test-git.ts';

test('a tree with files of its own, and nothing else of the repository is touched', async () => {
  const repository = createGitRepository();
  const commit = repository.commit({ 'kept.txt': 'kept\n', 'ORCH_RUN.md': 'before\n' });
  const git = openGit(repository);
  const tree = await git.treeOf(repository.main, commit);
  const made = await git.treeWith(repository.main, tree, { 'ORCH_RUN.md': 'after\r\n', 'docs/new.md': 'Grüße\n' });
  const of = (path: string) => repository.git(['cat-file', 'blob', `${made}:${path}`]);
  expect(of('kept.txt')).toBe('kept');
  expect(of('docs/new.md')).toBe('Grüße');
  expect(await git.diff(repository.main, tree, made)).toEqual([
    { status: 'M', path: 'ORCH_RUN.md' },
    { status: 'A', path: 'docs/new.md' },
  ]);
  expect(repository.git(['rev-parse', 'HEAD'])).toBe(commit);
  expect(repository.git(['status', '--porcelain'])).toBe('');
});

test('the same files make the same tree', async () => {
  const repository = createGitRepository();
  const tree = await openGit(repository).treeOf(repository.main, repository.commit({ 'a.txt': 'a\n' }));
  expect(await openGit(repository).treeWith(repository.main, tree, { 'a.txt': 'a\n' })).toBe(tree);
});

test('INV-2: a tree without a file keeps a directory that has its place', async () => {
  const repository = createGitRepository();
  const git = openGit(repository);
  const without = async (files: Readonly<Record<string, string>>) =>
    git.treeWithout(repository.main, repository.commit(files), ['12-review.md']);
  const before = await without({ 'a.txt': 'a\n', '12-review.md': 'fine\n' });
  expect(await git.diff(repository.main, before, repository.git(['rev-parse', 'HEAD']))).toEqual([
    { status: 'A', path: '12-review.md' },
  ]);
  repository.git(['rm', '--quiet', '12-review.md']);
  expect(await without({ '12-review.md/run.js': 'evil()\n' })).not.toBe(before);
});
