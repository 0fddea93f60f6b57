import { describe, expect, it } from 'vitest';
import { artifactLinks, type DocumentPlace } from '../../../src/domain/comment/artifact-links.ts';

const FOLDER = 'https://git.example/me/shop/src/branch/feature/SHOP-1/docs/work-items/SHOP-1';

const place = (changes: Partial<DocumentPlace> = {}): DocumentPlace => ({
  folderUrl: FOLDER,
  files: null,
  branch: { name: 'feature/SHOP-1', url: 'https://git.example/me/shop/src/branch/feature/SHOP-1' },
  pullRequest: { number: 7, url: 'https://git.example/me/shop/pulls/7' },
  ...changes,
});

const labels = (role: string, stage: string | null, changes: Partial<DocumentPlace> = {}) =>
  artifactLinks(role, stage, place(changes)).map(({ label }) => label);

const ALL: readonly (readonly [role: string, stage: string, files: readonly string[]])[] = [
  [
    'analyst',
    'analysis',
    [
      '00-business-request.md',
      '01-brd.md',
      '02-trz.md',
      '03-acceptance-criteria.md',
      '04-test-plan.yaml',
      '04b-ui-test-cases.md',
    ],
  ],
  ['architect', 'architecture', ['06-adr']],
  ['reviewer', 'review', ['12-review.md']],
  ['tester', 'testing', ['13-test-report.md']],
  ['deployer', 'deploy-staging', ['15-staging-log.md']],
  ['deployer', 'deploy', ['14-deploy-log.md']],
];

describe('links to what a role leaves (MA-189)', () => {
  it.each(ALL)('%s at %s: all of it without a worktree, or when it is all there', (role, stage, files) => {
    expect(labels(role, stage)).toEqual(files);
    expect(
      labels(role, stage, { files: files.map((file) => (file === '06-adr' ? '06-adr/ADR-001-x.md' : file)) }),
    ).toEqual(files);
  });

  it.each(ALL)('%s at %s: nothing that a worktree does not have', (role, stage) => {
    expect(labels(role, stage, { files: ['05-other.md', '06-adr-draft.md'] })).toEqual([]);
  });

  it('of some files, those', () => {
    expect(labels('analyst', 'analysis', { files: ['02-trz.md', '00-business-request.md', '12-review.md'] })).toEqual([
      '00-business-request.md',
      '02-trz.md',
    ]);
  });

  it('the developer leaves a branch and a pull request, worktree or not', () => {
    expect(labels('developer', 'development')).toEqual(['feature/SHOP-1', 'PR #7']);
    expect(labels('developer', 'development', { files: [], pullRequest: null })).toEqual(['feature/SHOP-1']);
    expect(labels('developer', 'development', { branch: null, pullRequest: null })).toEqual([]);
  });

  it('leads to the public address that it is given', () => {
    expect(artifactLinks('reviewer', 'review', place({ folderUrl: `${FOLDER}/` }))).toEqual([
      { label: '12-review.md', url: `${FOLDER}/12-review.md` },
    ]);
  });

  it('an unknown role leaves nothing', () => expect(labels('constructor', null)).toEqual([]));
});
