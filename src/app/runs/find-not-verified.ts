import type { StoredEntry } from '../../domain/journal.ts';
import type { ReviewPart } from '../../domain/review/review-part.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import { reviewPartOf } from '../../gates/registry.ts';
import { NOT_VERIFIED, type NotVerified } from './not-verified.ts';

/** What nobody verified in a run, in English sentences. */
export const findNotVerified = (
  run: Run,
  tasks: readonly Task[],
  journal: readonly StoredEntry[],
): readonly string[] => {
  const reasons = tasks.flatMap(({ verdicts }) => verdicts.map(({ reason }) => reason));
  const delivered = tasks.some(({ state }) => state.status === 'merged');
  const holds: Readonly<Record<NotVerified, boolean>> = {
    'no-checks': reasons.some((reason) => reason.startsWith('there are no checks')),
    'red-on-main': reasons.some((reason) => reason.includes('red on main too')),
    'not-reviewed': tasks.some((task) => task.state.status === 'merged' && !isReviewed(task)),
    'no-browser': reasons.some((reason) => reason.startsWith('N/A: no verification')),
    'no-sandbox': delivered,
    'patches-not-applied': delivered && run.delivery === 'patch-only',
    'pulled-unchecked': journal.some(({ type }) => type === 'main-recorded'),
  };
  return Object.entries(NOT_VERIFIED).flatMap(([name, sentence]) => (holds[name as NotVerified] ? [sentence] : []));
};

/** What a pipeline without a review lacks: the gate that ends one has passed wherever somebody reviewed. */
const isReviewed = ({ verdicts }: Task): boolean =>
  verdicts.some(({ gate, outcome }) => outcome === 'pass' && LAST_PARTS.has(reviewPartOf(gate)));

const LAST_PARTS: ReadonlySet<ReviewPart | null> = new Set(['verdict', 'settled']);
