/**
 * Keeps work from a service that does not answer: after a few failures in a row nothing is started for a while, then one job
 * tries, and its luck decides for all.
 */
export type Breaker = { readonly kind: string; readonly version: number } & BreakerState;

export type BreakerState =
  | { readonly state: 'closed'; readonly failures: number }
  | { readonly state: 'open'; readonly until: number }
  | { readonly state: 'half-open'; readonly since: number };

/** One or two lost connections say nothing; five in a row are no accident. */
export const FAILURES_TO_OPEN = 5;

export const PAUSE_MS = 10 * 60_000;

export const CLOSED: BreakerState = { state: 'closed', failures: 0 };

/**
 * Whether a job may start at a moment, and the state after that: whoever is let through an open one after its pause makes it
 * half-open. A trial of which nothing was heard for a pause is given up: who made it may be dead.
 */
export const admit = (
  breaker: BreakerState,
  at: number,
): { readonly admitted: boolean; readonly next: BreakerState } => {
  switch (breaker.state) {
    case 'closed':
      return { admitted: true, next: breaker };
    case 'open':
      return at < breaker.until ? refuse(breaker) : { admitted: true, next: { state: 'half-open', since: at } };
    case 'half-open':
      return at < breaker.since + PAUSE_MS ? refuse(breaker) : { admitted: true, next: { ...breaker, since: at } };
  }
};

const refuse = (next: BreakerState) => ({ admitted: false, next });

/** A job failed because the service could not be reached or was too busy. */
export const afterTransient = (breaker: BreakerState, at: number): BreakerState => {
  switch (breaker.state) {
    case 'closed': {
      const failures = breaker.failures + 1;
      return failures < FAILURES_TO_OPEN ? { state: 'closed', failures } : { state: 'open', until: at + PAUSE_MS };
    }
    case 'half-open':
      return { state: 'open', until: at + PAUSE_MS };
    // A job that had started before it opened says nothing new.
    case 'open':
      return breaker;
  }
};

/** The service answered, whatever the work was worth; only a job that began before the pause may come while it is open. */
export const afterAnswer = (): BreakerState => CLOSED;

/** Nobody made use of the trial, because no job was due: the next one may. */
export const afterNoTrial = (breaker: BreakerState, at: number): BreakerState =>
  breaker.state === 'half-open' ? { state: 'open', until: at } : breaker;
