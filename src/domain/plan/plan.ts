/** A declared plan, read whole and valid. */
export interface Plan {
  /** Absolute path. */
  readonly file: string;
  /** Absolute path of the directory that holds the file. */
  readonly directory: string;
  /** What `title` says, or the file's name. */
  readonly title: string;
  readonly delivery: PlanDelivery;
  /** In the order of the file; every name in `dependsOn` is the id of one of them, and there is no cycle. */
  readonly tasks: readonly PlanTask[];
}

/** What becomes of the branches of a plan's tasks; with `none` they are left to the person. */
export const PLAN_DELIVERIES = ['none', 'local-merge', 'patch-only'] as const;
export type PlanDelivery = (typeof PLAN_DELIVERIES)[number];

export interface PlanTask {
  readonly id: string;
  readonly work: PlanWork;
  readonly dependsOn: readonly string[];
  /** Extra attempts after the first. */
  readonly retries: number;
  /** Of one attempt; null: the default limit. */
  readonly timeoutMs: number | null;
  /** Name of the worktree, `task-<slug>`; null: runs in the plan's directory, without worktree and branch. */
  readonly worktree: string | null;
  /** Null where `worktree` is. */
  readonly branch: string | null;
  /** What is added to the environment of checks. */
  readonly env: Readonly<Record<string, string>>;
}

/** What is run for a task: a command as the person wrote it, or a role agent with a text. `promptFile` is an absolute path. */
export type PlanWork =
  | { readonly type: 'command'; readonly argv: readonly string[]; readonly promptFile: string | null }
  | { readonly type: 'agent'; readonly role: string; readonly prompt: string; readonly promptFile: string };
