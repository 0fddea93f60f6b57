import type { JobStatus } from '../job.ts';

/** A command that a person ordered for a registered repository; it runs again and again until it says that it is done. */
export interface CommandJob {
  readonly id: string;
  /** Id of the registered repository. */
  readonly repo: string;
  /** Absolute real path of its checkout: there the command runs, one at a time. */
  readonly path: string;
  readonly command: readonly string[];
  /** From 1. */
  readonly maxIterations: number;
  /** As the last line of stdout: it is done. */
  readonly completionKeyword: string;
  /** As the last line of stdout: it cannot go on, for the reason printed before. */
  readonly blockerKeyword: string;
  /** Changes of tests block it (KB-22). */
  readonly protectsTests: boolean;
  /** Deadline of one iteration. */
  readonly timeoutMs: number;
  readonly status: JobStatus;
  /** Why it stands where it stands; null where its status says it all. */
  readonly reason: string | null;
  /** Those that have ended, in their order; one that a crash cut off runs again and is not among them. */
  readonly iterations: readonly Iteration[];
  /** The checkout as the first iteration found it; null before. */
  readonly before: CheckoutState | null;
  /** Id of the orchestrator process that runs it, or ran it last; null while it is queued. */
  readonly claimedBy: string | null;
  /** How often a crash cut it off; it may run once more, never twice more. */
  readonly interruptions: number;
  /** The task that looks after what it left behind; null: none. */
  readonly followUp: string | null;
  readonly createdAt: number;
  /** When its first iteration began. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** Counts its saved states; a save of an older one is refused. */
  readonly version: number;
}

/** One run of the command from beginning to end. */
export interface Iteration {
  /** From 1. */
  readonly index: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Null where it did not end by itself. */
  readonly exitCode: number | null;
  /** Whether the last line was the completion keyword. */
  readonly keyword: boolean;
  /** What was printed before the blocker keyword; null where the last line was not that. */
  readonly blocker: string | null;
}

/** What can be seen of a checkout. */
export interface CheckoutState {
  /** Null when there is no commit yet. */
  readonly head: string | null;
  /** Changed and untracked paths that git does not ignore, and when the file system noted their last change; null for what is gone. */
  readonly dirty: Readonly<Record<string, number | null>>;
}
