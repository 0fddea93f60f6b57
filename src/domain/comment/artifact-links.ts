/** A document that a comment leads to. */
export interface DocumentLink {
  readonly label: string;
  /** A public address. */
  readonly url: string;
}

/** Where a task's documents are found. */
export interface DocumentPlace {
  /** Public address of the work item's folder on the task's branch. */
  readonly folderUrl: string;
  /** The files in that folder, by path within it; null where there is no worktree to look into. */
  readonly files: readonly string[] | null;
  readonly branch: { readonly name: string; readonly url: string } | null;
  readonly pullRequest: { readonly number: number; readonly url: string } | null;
}

const FILES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'analyst',
    [
      '00-business-request.md',
      '01-brd.md',
      '02-trz.md',
      '03-acceptance-criteria.md',
      '04-test-plan.yaml',
      '04b-ui-test-cases.md',
    ],
  ],
  ['architect', ['06-adr']],
  ['reviewer', ['12-review.md']],
  ['tester', ['13-test-report.md']],
]);

/**
 * What a role leaves for readers: its files, as far as they exist where one can look, and all of them where one cannot; the
 * developer's branch and pull request.
 */
export const artifactLinks = (role: string, stage: string | null, place: DocumentPlace): readonly DocumentLink[] => {
  if (role === 'developer') return branchLinks(place);
  const folder = place.folderUrl.replace(/\/+$/, '');
  return filesOf(role, stage)
    .filter((file) => place.files?.some((path) => path === file || path.startsWith(`${file}/`)) ?? true)
    .map((file) => ({ label: file, url: `${folder}/${file}` }));
};

const filesOf = (role: string, stage: string | null): readonly string[] => {
  if (role === 'deployer') return [stage === 'deploy-staging' ? '15-staging-log.md' : '14-deploy-log.md'];
  return FILES.get(role) ?? [];
};

const branchLinks = ({ branch, pullRequest }: DocumentPlace): readonly DocumentLink[] => [
  ...(branch === null ? [] : [{ label: branch.name, url: branch.url }]),
  ...(pullRequest === null ? [] : [{ label: `PR #${pullRequest.number}`, url: pullRequest.url }]),
];
