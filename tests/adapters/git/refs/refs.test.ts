import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGitRepository } from '../../../helpers/git-repository.ts';
import { openGit, ROBOT } from '../test-git.ts';

function openTwoCommits() {
  const repository = createGitRepository();
  const first = repository.git(['rev-parse', 'HEAD']);
  const second = repository.commit({ 'a.txt': 'a\n' });
  return { repository, git: openGit(repository), dir: repository.main, first, second };
}

/** Gives the commit of a tree another first parent, which the graph knows by its place among all ids. */
const forgeParent = (graph: string, { tree, parent }: { readonly tree: string; readonly parent: number }): void => {
  const bytes = readFileSync(graph);
  bytes.writeUInt32BE(parent, bytes.indexOf(tree, 'hex') + tree.length / 2);
  chmodSync(graph, 0o644);
  writeFileSync(graph, bytes);
};

describe('revisions', () => {
  test('resolve names a commit or is null, whatever is asked', async () => {
    const { git, dir, first, second } = openTwoCommits();
    expect(await git.resolve(dir, 'main')).toBe(second);
    expect(await git.resolve(dir, 'main~1')).toBe(first);
    expect(await git.resolve(dir, 'nothing')).toBeNull();
    expect(await git.resolve(dir, 'main:a.txt')).toBeNull();
    expect(await git.resolve(dir, '--all')).toBeNull();
  });

  test('ancestry, merge base and tree', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    expect(await git.isAncestor(dir, first, second)).toBe(true);
    expect(await git.isAncestor(dir, second, first)).toBe(false);
    expect(await git.mergeBase(dir, first, second)).toBe(first);
    expect(await git.treeOf(dir, second)).toBe(repository.git(['rev-parse', 'HEAD^{tree}']));
    const tree = await git.treeOf(dir, first);
    const unrelated = await git.commitTree(dir, { tree, parents: [], message: 'alone', identity: ROBOT });
    expect(await git.mergeBase(dir, unrelated, second)).toBeNull();
  });

  test('the last change of a path is where the line of first parents got it', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['checkout', '--quiet', '-b', 'side', first]);
    repository.commit({ 'side.txt': 'one\n' });
    repository.git(['checkout', '--quiet', 'main']);
    repository.git(['merge', '--quiet', '--no-ff', '-m', 'Merge', 'side']);
    const merge = repository.git(['rev-parse', 'HEAD']);
    const head = repository.commit({ 'other.txt': 'two\n' });
    expect(await git.lastChange(dir, head, 'side.txt')).toEqual({ commit: merge, before: second });
    expect(await git.lastChange(dir, head, 'README.md')).toMatchObject({ before: null });
    expect(await git.lastChange(dir, head, 'nothing.txt')).toBeNull();
  });

  test('the commits of a branch come with their whole messages, those that it took over from main do not', async () => {
    const { repository, git, dir, first } = openTwoCommits();
    repository.git(['checkout', '--quiet', '-b', 'side', first]);
    repository.git(['commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', '']);
    repository.git(['merge', '--quiet', '--message', 'Merge main', 'main']);
    repository.git(['commit', '--quiet', '--allow-empty', '--message', 'feat: greet', '--message', 'Why.\n\n# How']);
    const head = repository.git(['rev-parse', 'HEAD']);
    const commits = await git.commitsBetween(dir, (await git.mergeBase(dir, 'main', head)) ?? '', head);
    expect(commits.map(({ message }) => message)).toEqual(['feat: greet\n\nWhy.\n\n# How\n', 'Merge main\n', '']);
    expect(commits.map(({ id }) => repository.git(['rev-parse', id]))).toEqual([
      head,
      ...[1, 2].map((back) => repository.git(['rev-parse', `${head}~${back}`])),
    ]);
    expect(await git.commitsBetween(dir, head, head)).toEqual([]);
  });

  test('objects that a worker replaced are read as they were (INV-16)', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['replace', second, first]);
    expect(repository.git(['rev-parse', `${second}^{tree}`])).toBe(repository.git(['rev-parse', `${first}^{tree}`]));
    expect(await git.files(dir, second)).toContain('a.txt');
  });

  test('a history that a worker wrote into the commit graph is not believed (INV-9, INV-16)', async () => {
    const { repository, git, dir, first } = openTwoCommits();
    repository.git(['checkout', '-q', '-b', 'task/x', first]);
    const work = repository.commit({ 'work.txt': 'work' });
    repository.git(['checkout', '-q', 'main']);
    const before = repository.commit({ 'c.txt': 'c' });
    const main = repository.commit({ 'd.txt': 'd' });
    repository.git(['commit-graph', 'write', '--reachable']);
    forgeParent(join(dir, '.git/objects/info/commit-graph'), {
      parent: repository.git(['rev-list', '--all']).split('\n').sort().indexOf(work),
      tree: repository.git(['rev-parse', `${before}^{tree}`]),
    });
    expect(repository.git(['branch', '--merged', 'main'])).toContain('task/x');
    expect(await git.isAncestor(dir, work, main)).toBe(false);
  });
});

describe('branches', () => {
  test('a branch moves only from where it is expected to be', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['branch', 'task/x', first]);
    expect(await git.moveBranch(dir, 'task/x', second, first)).toBe(false);
    expect(await git.moveBranch(dir, 'task/x', first, second)).toBe(true);
    expect(await git.moveBranch(dir, 'task/none', first, second)).toBe(false);
    expect(await git.branches(dir)).toEqual([
      { name: 'main', head: second },
      { name: 'task/x', head: second },
    ]);
  });

  test('a branch that a worker made a link to main does not move main (INV-16)', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['symbolic-ref', 'refs/heads/task/x', 'refs/heads/main']);
    expect(await git.moveBranch(dir, 'task/x', second, first)).toBe(true);
    expect(await git.resolve(dir, 'main')).toBe(second);
    expect(await git.resolve(dir, 'task/x')).toBe(first);
  });

  test('a locked ref is an error and no answer', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['branch', 'busy', first]);
    repository.write({ 'refs/heads/busy.lock': '' }, `${dir}/.git`);
    await expect(git.moveBranch(dir, 'busy', first, second)).rejects.toMatchObject({
      code: 'git-failed',
      next: expect.stringContaining('Another git command'),
    });
  });

  test('a branch is deleted only where it is expected to be and checked out nowhere (INV-9)', async () => {
    const { repository, git, dir, first, second } = openTwoCommits();
    repository.git(['branch', 'task/x', first]);
    expect(await git.deleteBranch(dir, 'task/x', second)).toBe(false);
    expect(await git.deleteBranch(dir, 'task/x', first)).toBe(true);
    expect(await git.resolve(dir, 'task/x')).toBeNull();
    await expect(git.deleteBranch(dir, 'main', second)).rejects.toMatchObject({ code: 'git-failed' });
  });

  test('a kept ref holds a commit under any name', async () => {
    const { git, dir, first, second } = openTwoCommits();
    await git.keepRef(dir, 'refs/orchestrator/candidate/1', first);
    await git.keepRef(dir, 'refs/orchestrator/candidate/1', second);
    expect(await git.resolve(dir, 'refs/orchestrator/candidate/1')).toBe(second);
  });
});
