import type { App } from '../app.ts';
import type { Slots } from './slots.ts';

export interface WorkerOrder {
  /** Ends when one job has ended, or at once when nothing is due. */
  readonly once: boolean;
  /** How many jobs, gates and merges go on at once in this process. */
  readonly concurrency: number;
  readonly pollMs: number;
}

/** One worker process at work: what all of its hands share. */
export interface WorkerShift {
  readonly app: App;
  readonly order: WorkerOrder;
  readonly slots: Slots;
  /** Aborted when nothing new is to be taken. */
  readonly stop: AbortSignal;
}
