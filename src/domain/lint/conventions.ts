/** A commit's subject as Conventional Commits have it: `feat(cli)!: say what is asked` (MA-241). Those that git writes itself pass. */
export const isConventionalSubject = (subject: string): boolean =>
  SUBJECT.test(subject) || /^(?:Merge|Revert) /.test(subject);

/** A work item's branch, `feature/SHOP-12-greet` or `fix/SHOP-13-typo`, or one that the orchestrator made, `task/greet` (MA-241). */
export const isConventionalBranch = (branch: string): boolean => BRANCH.test(branch);

const SUBJECT =
  /^(?:feat|fix|docs|test|refactor|perf|style|build|ci|chore|revert)(?:\([a-z0-9][a-z0-9 ,/._-]*\))?!?: \S(?:.*[^\s.])?$/;
const BRANCH = /^(?:(?:feature|fix)\/[A-Z][A-Z0-9]*-\d+-[a-z0-9]+(?:-[a-z0-9]+)*|task\/[a-z0-9]+(?:-[a-z0-9]+)*)$/;
