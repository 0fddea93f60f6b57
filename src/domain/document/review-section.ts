import type { FixReport } from '../review/fix-report.ts';
import type { ReviewRound } from '../review/review-round.ts';

/** What `CODE_REVIEW.md` tells of one task (KB-15). */
export interface ReviewFacts {
  readonly run: string;
  readonly task: { readonly id: string; readonly title: string };
  /** All reviews, in order. */
  readonly rounds: readonly ReviewRound[];
}

/** The section of one task: each review word for word, as a quotation, and what became of its findings. */
export const reviewSection = ({ run, task, rounds }: ReviewFacts): string =>
  [
    `## ${task.id} ${task.title} (${run})`,
    ...rounds.flatMap((round, index) => told(round, index, rounds.length)),
    '',
  ].join('\n');

const told = ({ review, fix }: ReviewRound, index: number, count: number): readonly string[] => [
  ...(count === 1 ? [] : ['', `### Review ${index + 1} of ${count}`]),
  '',
  ...review
    .trimEnd()
    // A lone carriage return ends a line of Markdown too: what follows it would stand outside of the quotation.
    .split(/\r\n?|\n/)
    .map((line) => `> ${line}`.trimEnd()),
  ...(fix === null ? [] : ['', `${count === 1 ? '###' : '####'} What became of it`, '', ...answers(fix)]),
];

const answers = ({ applied, declined }: FixReport): readonly string[] => [
  `- Applied: ${applied.join(', ') || 'nothing'}`,
  ...declined.map(({ finding, reason }) => `- Declined: ${finding}: ${reason}`),
];
