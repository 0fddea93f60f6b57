/** A process that works on a home. One with a main job has the home's lock besides; of workers there may be several. */
export interface Orchestrator {
  /** Made anew by each start: a process that was given up for lost cannot come back under it. */
  readonly id: string;
  readonly pid: number;
  /** As in `ProcessIdentity`: a pid alone is reused by the system. */
  readonly startTime: string;
  readonly kind: 'run' | 'worker';
  readonly startedAt: number;
  readonly heartbeatAt: number;
}

/** Who works where (INV-15), as all processes of a home see it. */
export interface Lease {
  /** What is worked on: the absolute path of a worktree, or another word that says it for the whole home. */
  readonly name: string;
  /** Id of the process that has it. */
  readonly orchestrator: string;
  /** What it is for, e.g. `job J-3`. */
  readonly holder: string;
  readonly since: number;
}
