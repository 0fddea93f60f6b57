import type { EndedStatus } from '../../domain/task-event.ts';
import type { Usage } from '../../domain/usage/usage.ts';

/** What came of one run of a job: its end, or why the same job runs once more. */
export type JobOutcome =
  | EndedOutcome
  | { readonly status: 'interrupted'; readonly summary: string }
  /** The service was not to be had; `retryAfterMs` is what it asked for. */
  | {
      readonly status: 'deferred';
      readonly summary: string;
      readonly retryAfterMs: number | null;
      readonly usage: Usage;
    };

/** How a job ended, as the journal keeps it. */
export interface EndedOutcome {
  readonly status: EndedStatus;
  readonly summary: string;
  readonly exitCode: number | null;
  readonly usage: Usage;
}

export const INTERRUPTED: JobOutcome = {
  status: 'interrupted',
  summary: 'The run was stopped while this was under way.',
};
