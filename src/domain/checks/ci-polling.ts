export type CiState = 'success' | 'failure' | 'error' | 'pending' | 'unknown';

/** What one request brought; `error` is why it brought nothing. */
export type CiLook =
  | { readonly status: 'found'; readonly state: CiState }
  | { readonly status: 'not-found' }
  | { readonly status: 'failed'; readonly error: string };

/** How often CI was asked about one candidate so far, and when it may be asked again, in milliseconds since the epoch. */
export interface CiPolling {
  readonly attempts: number;
  readonly next: number;
}

export interface CiBudget {
  readonly maxAttempts: number;
  /** Milliseconds. */
  readonly intervalMs: number;
}

/** There is a further look. */
export interface CiWait {
  readonly outcome: 'wait';
  readonly reason: string;
  readonly polling: CiPolling;
}

/** What follows from a look: an end, or a further look. */
export type CiStep = { readonly outcome: 'pass' | 'fail'; readonly reason: string } | CiWait;

/**
 * What a look at CI comes to (MA-038..MA-040). The budget is one for all that is no end: a request that failed is made again as one
 * that found CI at work, and an answer makes an earlier failure forgotten.
 * @param attempts how often CI was asked, this look included
 * @param now milliseconds since the epoch
 */
export const ciStep = (look: CiLook, attempts: number, now: number, budget: CiBudget): CiStep => {
  if (look.status === 'not-found') return { outcome: 'fail', reason: 'branch not found or no status' };
  if (look.status === 'found' && look.state === 'success') return { outcome: 'pass', reason: 'CI green' };
  if (look.status === 'found' && (look.state === 'failure' || look.state === 'error'))
    return { outcome: 'fail', reason: `CI state: ${look.state}` };
  const error = look.status === 'failed' ? `API error: ${look.error}` : null;
  if (attempts >= budget.maxAttempts) {
    const seconds = (budget.maxAttempts * budget.intervalMs) / 1000;
    return { outcome: 'fail', reason: error ?? `CI still pending after ${seconds}s` };
  }
  // Without a count: what is said again and again is told once.
  const reason = error === null ? 'CI has not finished' : `${error}; it is asked again`;
  return { outcome: 'wait', reason, polling: { attempts, next: now + budget.intervalMs } };
};
