import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { artifactAt, documentsAt } from '../../../src/app/gates/documents-at.ts';
import { openGit } from '../../adapters/git/test-git.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';

const PATHS = ['file.md', 'link.md', 'module.md', 'folder.md', 'nothing.md'];

const createScene = () => {
  const repository = createGitRepository();
  const { main } = repository;
  symlinkSync('file.md', join(main, 'link.md'));
  const first = repository.commit({ 'file.md': '---\nverdict: APPROVED\n---\n', 'folder.md/x.md': 'Text.\n' });
  repository.git(['update-index', '--add', '--cacheinfo', `160000,${first},module.md`]);
  const commit = repository.git(['commit-tree', repository.git(['write-tree']), '-p', first, '-m', 'Module']);
  return {
    repository,
    app: { git: openGit(repository), frontmatter: createFrontmatter() },
    where: { dir: main, commit },
  };
};

it('INV-13: only a file is a document; what else stands in its place is named (YA-25)', async () => {
  const { app, where } = createScene();
  expect(await documentsAt(app, where, PATHS)).toEqual({
    'file.md': { text: '---\nverdict: APPROVED\n---\n' },
    'link.md': { instead: 'a symbolic link' },
    'module.md': { instead: 'a submodule' },
    'folder.md': { instead: 'a directory' },
  });
  expect(await documentsAt(app, { ...where, commit: null }, PATHS)).toEqual({});
  // What the text alone would say of the link: it is never empty.
  expect(await app.git.show(where.dir, where.commit, 'link.md')).toBe('file.md');
});

it('an artifact that is a link is none, and neither is one below a linked directory', async () => {
  const { repository, app, where } = createScene();
  expect(await artifactAt(app, where, 'file.md')).toMatchObject({ status: 'read', fields: { verdict: 'APPROVED' } });
  expect(await artifactAt(app, where, 'link.md')).toEqual({
    ...{ path: 'link.md', status: 'missing', instead: 'a symbolic link' },
  });
  rmSync(join(where.dir, 'folder.md'), { recursive: true });
  mkdirSync(join(where.dir, 'elsewhere'));
  symlinkSync('elsewhere', join(where.dir, 'folder.md'));
  const commit = repository.commit({ 'elsewhere/x.md': '---\nverdict: APPROVED\n---\n' });
  expect(await artifactAt(app, { ...where, commit }, 'folder.md/x.md')).toEqual({
    ...{ path: 'folder.md/x.md', status: 'missing' },
  });
});

it('a document of any length is read as far as it takes to see that it is too long', async () => {
  const { repository, app, where } = createScene();
  const commit = repository.commit({ 'long.md': `---\nverdict: APPROVED\n---\n${'x'.repeat(300_000)}` });
  expect(await artifactAt(app, { ...where, commit }, 'long.md')).toMatchObject({
    ...{ status: 'unreadable', problem: 'it is longer than any report', text: null },
  });
});
