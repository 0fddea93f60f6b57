import type { WorkerKind } from './settings.ts';
import type { Usage } from './usage/usage.ts';

export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'blocked' | 'timed-out' | 'cancelled';

/** The queue from which every `orchestrator worker` takes; a run with a lead has one of its own, named by the run's id. */
export const SHARED_QUEUE = 'shared';

/** One run of a role agent on a task. */
export interface Job {
  readonly id: string;
  readonly run: string;
  readonly queue: string;
  /** Higher ones first; 0 is the usual one. */
  readonly priority: number;
  /** Not before this moment; null when it is due. */
  readonly availableAt: number | null;
  /** Absolute path of the repository's main checkout, for limits by project. */
  readonly project: string;
  readonly task: string;
  readonly role: string;
  /** The kind of worker that the role's agent file names; null: that of whoever runs it. */
  readonly worker: WorkerKind | null;
  /** What the lead or the engine adds to the task's prompt, word for word. */
  readonly instructions: string;
  readonly status: JobStatus;
  /** Id of the orchestrator process that runs it, or ran it last; null while it is queued. */
  readonly claimedBy: string | null;
  /** How often a crash cut it off; it may run once more, never twice more. */
  readonly interruptions: number;
  /** How often it was put off because a service was not to be had; that is no attempt. */
  readonly deferrals: number;
  /** Why a queued job does not start yet; null when it may. */
  readonly waitsFor: string | null;
  readonly exitCode: number | null;
  readonly summary: string;
  /** Absolute path of the worker's raw output. */
  readonly log: string;
  readonly usage: Usage;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Counts its saved states; a save of an older one is refused. */
  readonly version: number;
}

/** How often a crash may hit one job before it counts as failed: whatever kills us every time is not run for ever. */
export const SURVIVED_CRASHES = 1;

export const isActive = (status: JobStatus): boolean => status === 'queued' || status === 'running';
