import type { Job } from '../domain/job.ts';
import type { Lease, Orchestrator } from '../domain/orchestrator.ts';
import type { Breaker } from '../domain/worker/breaker.ts';
import type { WorkerProbe } from './worker.ts';

/** What a process asks for when it looks for work. */
export interface ClaimOrder {
  readonly queue: string;
  /** Id of the orchestrator process; one that is not registered is refused with `state-conflict`. */
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The most jobs that may run at once in the whole home. */
  readonly maxRunning?: number;
  /** The same by project; one that is not named has no limit of its own. */
  readonly maxPerProject?: Readonly<Record<string, number>>;
  /** Jobs for these kinds of worker alone, or for all but these; null stands for those whose role names none. */
  readonly workers?: { readonly only: readonly JobWorker[] } | { readonly without: readonly JobWorker[] };
}

/** As in a job's `worker`. */
export type JobWorker = Job['worker'];

/** The queue as several processes share it. */
export interface JobQueue {
  /**
   * Takes due jobs, at most so many and as far as the limits leave room, those of highest priority first and of these the ones that were
   * queued first, and makes them `running`, in one atomic step. What it costs depends on the jobs that are due alone.
   */
  claim(order: ClaimOrder, most: number): Promise<readonly Job[]>;
  /** The kinds of worker that due jobs are for, each once. */
  workersWanted(queue: string, at: number): Promise<readonly JobWorker[]>;
  /** When the next delayed job of a queue becomes due; null when none waits for a moment. */
  nextAvailableAt(queue: string): Promise<number | null>;
}

/** The processes at work on a home. */
export interface OrchestratorRows {
  /** Adds a process, or replaces what is known of it. */
  register(orchestrator: Orchestrator): Promise<void>;
  /** False when it is not registered: others have given it up and took over what it held. */
  beat(id: string, at: number): Promise<boolean>;
  /** The longest at work first. */
  list(): Promise<readonly Orchestrator[]>;
  /** Forgets a process and frees its leases in the same step; false when it was forgotten already. */
  remove(id: string): Promise<boolean>;
}

export interface LeaseRows {
  get(name: string): Promise<Lease | null>;
  /**
   * Takes a lease that is free; the one that stands in the way otherwise. Only registered processes can take one; others are
   * refused with `state-conflict`.
   */
  take(lease: Lease): Promise<Lease | null>;
  /** Frees a lease, if that orchestrator still has it. */
  release(name: string, orchestrator: string): Promise<void>;
}

/** How a kind of worker was found when somebody last looked. */
export interface WorkerPreflight extends WorkerProbe {
  readonly kind: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface PreflightRows {
  get(kind: string): Promise<WorkerPreflight | null>;
  list(): Promise<readonly WorkerPreflight[]>;
  save(preflight: WorkerPreflight): Promise<void>;
}

export interface BreakerRows {
  /** Closed, and of version 0, while nothing was ever saved. */
  get(kind: string): Promise<Breaker>;
  list(): Promise<readonly Breaker[]>;
  /** Stores the next version; false when somebody else was quicker, so that it has to be decided anew. */
  save(breaker: Breaker): Promise<boolean>;
}
