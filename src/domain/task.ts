import type { Verdict } from './verdict.ts';

export const TASK_KINDS = ['feature', 'bugfix', 'refactor', 'migration', 'tests', 'docs', 'chore'] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

/** A piece of work on one branch in one worktree. Its state changes only by `engine/decide`, one version at a time. */
export interface Task {
  readonly id: string;
  readonly run: string;
  readonly slug: string;
  readonly title: string;
  /** What the role agents are told, word for word. */
  readonly prompt: string;
  readonly kind: TaskKind;
  readonly pipeline: string;
  /** Ids of tasks that are merged first. */
  readonly dependsOn: readonly string[];
  readonly branch: string;
  readonly worktree: string;
  /** The ref or commit that its branch starts from; null: by the base policy. */
  readonly base: string | null;
  /** The commit its branch started from; null until the worktree exists. */
  readonly baseCommit: string | null;
  /** The head of its branch as the engine last recorded it (INV-1); null until the worktree exists. */
  readonly head: string | null;
  /** Tree of the present candidate; null until there is one. */
  readonly candidate: string | null;
  readonly stage: string;
  readonly state: TaskState;
  /** The queued or running job; at most one at a time. */
  readonly activeJob: { readonly job: string; readonly role: string } | null;
  /** How often a role has worked on it, by role. */
  readonly attempts: Readonly<Record<string, number>>;
  /** The newest answer of each gate; one for another candidate is stale (INV-2). */
  readonly verdicts: readonly Verdict[];
  /** What the next worker is told about earlier rounds, oldest first. */
  readonly feedback: readonly string[];
  readonly createdAt: number;
  /** Counts its saved states; a save of an older one is refused. */
  readonly version: number;
}

/** Why a task is where it is; one member per status. `owner` is who can move it on. */
export type TaskState =
  | { readonly status: 'planned' }
  | { readonly status: 'running'; readonly job: string }
  | { readonly status: 'ready' }
  | { readonly status: 'merged'; readonly commit: string }
  | { readonly status: 'sent-back'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'blocked'; readonly reason: string; readonly owner: string }
  | { readonly status: 'waiting'; readonly reason: string; readonly owner: string; readonly question: string | null }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'cancelled'; readonly reason: string };

export type TaskStatus = TaskState['status'];

/** A task in one of these states is never started again by the engine. */
export const isSettled = (state: TaskState): boolean =>
  state.status === 'merged' || state.status === 'skipped' || state.status === 'cancelled';

/** The reason of a state, for people; null where the status says it all. */
export const reasonOf = (state: TaskState): string | null => ('reason' in state ? state.reason : null);
