import type { FixReport } from './fix-report.ts';

/** One review of a change, and what came of it. */
export interface ReviewRound {
  /** The whole report of the reviewer. */
  readonly review: string;
  /** What the fixers have done about it; null where nobody had to answer. */
  readonly fix: FixReport | null;
}
