import type { EndedStatus } from '../../domain/task-event.ts';
import type { Usage } from '../../domain/usage/usage.ts';

/** How a job ended, as the journal keeps it. `interrupted` and `deferred` are no outcome: the same job will run once more. */
export type JobOutcome =
  | { readonly status: EndedStatus; readonly summary: string; readonly exitCode: number | null; readonly usage: Usage }
  | { readonly status: 'interrupted'; readonly summary: string }
  /** The service was not to be had; the same job is tried again later. `retryAfterMs` is what the service asked for. */
  | {
      readonly status: 'deferred';
      readonly summary: string;
      readonly retryAfterMs: number | null;
      readonly usage: Usage;
    };
