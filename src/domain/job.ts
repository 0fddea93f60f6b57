import type { Usage } from './usage.ts';

export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'blocked' | 'timed-out' | 'cancelled';

/** One run of a role agent on a task. */
export interface Job {
  readonly id: string;
  readonly run: string;
  readonly task: string;
  readonly role: string;
  /** What the lead or the engine adds to the task's prompt, word for word. */
  readonly instructions: string;
  readonly status: JobStatus;
  /** How often a crash cut it off; it may run once more, never twice more. */
  readonly interruptions: number;
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
}

export const isActive = (status: JobStatus): boolean => status === 'queued' || status === 'running';
