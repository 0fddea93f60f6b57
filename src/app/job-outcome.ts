import type { EndedStatus } from '../domain/task-event.ts';
import type { Usage } from '../domain/usage.ts';

/** How a job ended, as the journal keeps it. `interrupted` is no outcome: the same job will run once more. */
export type JobOutcome =
  | { readonly status: EndedStatus; readonly summary: string; readonly exitCode: number | null; readonly usage: Usage }
  | { readonly status: 'interrupted'; readonly summary: string };
