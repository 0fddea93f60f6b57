import { printableLine } from '../text/printable.ts';

/** What a role's artifact says of its work, as a comment shows it. */
export interface Outcome {
  readonly label: 'Verdict' | 'Status';
  readonly value: string;
}

/** Where a role at a stage writes its outcome, and in which fields of the frontmatter; the first one that says anything counts. */
export interface OutcomeSource {
  readonly file: string;
  readonly label: Outcome['label'];
  readonly fields: readonly string[];
}

/** Null for a role that gives no outcome. */
export const outcomeSource = (role: string, stage: string | null): OutcomeSource | null => {
  switch (role) {
    case 'reviewer':
      return { file: '12-review.md', label: 'Verdict', fields: ['verdict'] };
    case 'tester':
      return { file: '13-test-report.md', label: 'Verdict', fields: ['result', 'verdict', 'status'] };
    case 'deployer':
      return stage === 'deploy-staging'
        ? { file: '15-staging-log.md', label: 'Status', fields: ['staging_status'] }
        : { file: '14-deploy-log.md', label: 'Status', fields: ['deploy_status'] };
    default:
      return null;
  }
};

const MOST_CHARS = 200;

/**
 * The outcome in an artifact's frontmatter.
 * @param frontmatter its fields; null where there is no artifact
 * @returns null when it says nothing, and then the comment has no such line
 */
export const outcomeOf = (
  role: string,
  stage: string | null,
  frontmatter: Readonly<Record<string, unknown>> | null,
): Outcome | null => {
  const source = outcomeSource(role, stage);
  if (source === null || frontmatter === null) return null;
  const value = source.fields.map((field) => wordsOf(frontmatter[field])).find((words) => words !== '');
  return value === undefined ? null : { label: source.label, value };
};

const wordsOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? printableLine(String(value)).slice(0, MOST_CHARS)
    : '';
