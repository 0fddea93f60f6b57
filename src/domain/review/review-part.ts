/**
 * What a gate has to do with a review. `verdict`: it lets through what the reviewer has approved. `listed`: it takes the reviewer's findings
 * as a list; `settled`: it asks whether each of them has been dealt with.
 */
export type ReviewPart = 'verdict' | 'listed' | 'settled';

/** Whether gates with these parts make a whole review. */
export const isWholeReview = (parts: ReadonlySet<ReviewPart | null>): boolean =>
  parts.has('verdict') || (parts.has('listed') && parts.has('settled'));
