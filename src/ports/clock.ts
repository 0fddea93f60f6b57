/** Time, handed in so that the engine knows none. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** Calls `work` again and again, first after `ms`, until the function it returns is called. It keeps no process alive. */
  every(ms: number, work: () => void): () => void;
}
