const FIRST_MS = 30_000;
const LONGEST_MS = 15 * 60_000;

/** Whoever was turned away together should not come back together. */
const JITTER_MS = 1_000;

/**
 * How long a job waits after a transient failure, in milliseconds: as long as the service asked, be it shorter or longer than
 * our own wait, else 30 s that double up to 15 min; up to 1 s more in each case, and whoever looks for work is no later than another
 * second.
 * @param deferrals how often it was put off before; 0 for the first time
 * @param retryAfterMs what the service said; null when it said nothing
 * @param random a number from 0 to 1
 */
export const backoffMs = (deferrals: number, retryAfterMs: number | null, random: number): number =>
  Math.round((retryAfterMs ?? Math.min(FIRST_MS * 2 ** deferrals, LONGEST_MS)) + random * JITTER_MS);
