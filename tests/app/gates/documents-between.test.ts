import { expect, it } from 'vitest';
import { documentsBetween } from '../../../src/app/gates/documents-between.ts';
import { openGit } from '../../adapters/git/test-git.ts';
import { createGitRepository } from '../../helpers/git-repository.ts';

it('records, their indexes and the changelog are seen on both sides, and nothing else (MA-231, MA-234)', async () => {
  const repository = createGitRepository();
  const from = repository.commit({
    'docs/README.md': 'index\n',
    'docs/decisions/0001-a.md': 'a\n',
    'CHANGELOG.md': 'c\n',
  });
  const to = repository.commit({
    'docs/decisions/0001-a.md': 'b\n',
    'docs/work-items/T-1/06-adr/ADR-001-x.md': 'x\n',
    'CHANGELOG.md': 'd\n',
    'docs/guide.md': 'g\n',
    'src/a.ts': 'a\n',
  });
  const documents = await documentsBetween({ git: openGit(repository) }, repository.main, from, to);
  expect(documents.filter(({ before, after }) => before !== null || after !== null)).toEqual([
    { path: 'docs/decisions/0001-a.md', before: 'a\n', after: 'b\n' },
    { path: 'docs/work-items/T-1/06-adr/ADR-001-x.md', before: null, after: 'x\n' },
    { path: 'docs/README.md', before: 'index\n', after: 'index\n' },
    { path: 'CHANGELOG.md', before: 'c\n', after: 'd\n' },
  ]);
  expect(await documentsBetween({ git: openGit(repository) }, repository.main, to, to)).toEqual([]);
});
