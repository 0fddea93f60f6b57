import type { FixReport } from '../review/fix-report.ts';

/** What `CODE_REVIEW.md` tells of one task (KB-15). */
export interface ReviewFacts {
  readonly run: string;
  readonly task: { readonly id: string; readonly title: string };
  /** The whole report of the reviewer. */
  readonly review: string;
  /** What was done about it; null where nothing was open. */
  readonly fix: FixReport | null;
}

/** The section of one task: the review word for word, as a quotation, and what became of its findings. */
export const reviewSection = ({ run, task, review, fix }: ReviewFacts): string =>
  [
    `## ${task.id} ${task.title} (${run})`,
    '',
    ...review
      .trimEnd()
      // A lone carriage return ends a line of Markdown too: what follows it would stand outside of the quotation.
      .split(/\r\n?|\n/)
      .map((line) => `> ${line}`.trimEnd()),
    ...(fix === null ? [] : answers(fix)),
    '',
  ].join('\n');

const answers = ({ applied, declined }: FixReport): readonly string[] => [
  '',
  '### What became of it',
  '',
  `- Applied: ${applied.join(', ') || 'nothing'}`,
  ...declined.map(({ finding, reason }) => `- Declined: ${finding}: ${reason.replaceAll(/\s+/g, ' ')}`),
];
