import type { StoredEntry } from '../../domain/journal.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';

/** What nobody verified, by a name that programs and translations can rely on. */
export const NOT_VERIFIED = {
  'no-checks': 'No check was run: the configuration says that there are none (ORCHESTRATOR_CHECKS=[]).',
  'red-on-main': 'Some checks are red on main too and were let pass (checks.baseline: allow-red).',
  'not-reviewed': 'Nobody reviewed the changes: the pipeline says review: none.',
  'no-browser': 'Nothing was looked at in a browser: no verification is configured.',
  'no-sandbox': 'Workers and checks ran with your rights and without a sandbox of ours.',
  'patches-not-applied': 'The patches were not applied anywhere but in the merge that was checked.',
  'pulled-unchecked': 'What `git pull` brought into main was not checked by this run.',
} as const;

export type NotVerified = keyof typeof NOT_VERIFIED;

/** What nobody verified in a run, in English sentences. */
export const notVerified = (run: Run, tasks: readonly Task[], journal: readonly StoredEntry[]): readonly string[] => {
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
  return NAMES.filter((name) => holds[name]).map((name) => NOT_VERIFIED[name]);
};

/** What a pipeline without a review lacks: one of these has passed wherever somebody reviewed. */
const REVIEWS: ReadonlySet<string> = new Set(['review-verdict', 'review-settled', 'independent-verdict']);

const isReviewed = ({ verdicts }: Task): boolean =>
  verdicts.some(({ gate, outcome }) => outcome === 'pass' && REVIEWS.has(gate));

/** The name of a sentence; null for one that is not from here. */
export const notVerifiedName = (sentence: string): NotVerified | null =>
  NAMES.find((name) => NOT_VERIFIED[name] === sentence) ?? null;

const NAMES = Object.keys(NOT_VERIFIED) as readonly NotVerified[];
