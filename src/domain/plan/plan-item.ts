/** `ready`: its work is done and, where it has a branch, lies there; `merged` where the plan delivers. */
export type PlanItemStatus = 'planned' | 'running' | 'ready' | 'merged' | 'failed' | 'skipped';

/** A task of a plan as one run of that plan knows it. Light: a run may have ten thousand of them. */
export interface PlanItem {
  readonly run: string;
  /** The plan's own name for it, unique in the run. */
  readonly id: string;
  /** Its place in the plan, from 0. */
  readonly position: number;
  readonly dependsOn: readonly string[];
  /** Digest of what it does and of all that it is built on: another one means that it has to be done again. */
  readonly digest: string;
  readonly status: PlanItemStatus;
  /** Executions, the present one included; one that a crash or an interrupt cut off is none. */
  readonly attempts: number;
  /** Why it failed, was skipped or stands still; null where the status says it all. */
  readonly reason: string | null;
  /** Of the last execution; null where it had none, or did not end by itself. */
  readonly exitCode: number | null;
  /** Null, like what follows, where it runs in the plan's directory. */
  readonly branch: string | null;
  readonly worktree: string | null;
  /** The commit that its branch started from; null before its worktree is made. */
  readonly base: string | null;
  /** The head of its branch when its work was done. */
  readonly head: string | null;
  /** Id of the task that goes through the gates for it, or that an agent works on; null where there is none. */
  readonly task: string | null;
  /** Milliseconds since the epoch, of the first execution and of the end. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  /** How long its executions took together. */
  readonly durationMs: number;
}

/** What was asked of it is done. */
export const isDone = ({ status }: Pick<PlanItem, 'status'>): boolean => status === 'ready' || status === 'merged';
