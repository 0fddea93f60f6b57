import type { Verdict } from './verdict/verdict.ts';
import type { VersionOf, Versions } from './version.ts';

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
  /** Who starts its jobs and its merge: the tech lead that planned it, or the engine by itself. */
  readonly drive: 'lead' | 'engine';
  /** Ids of tasks that are merged first. */
  readonly dependsOn: readonly string[];
  readonly branch: string;
  readonly worktree: string;
  /** Addresses and absolute paths of files that are put into its worktree before anybody works there. */
  readonly materials: readonly string[];
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
  /** What the harness itself does next, by whichever process finds it; null: nothing before somebody acts or a job ends. */
  readonly due: Due | null;
  /** The queued or running job; at most one at a time. */
  readonly activeJob: { readonly job: string; readonly role: string } | null;
  /** How often a role has worked on it, by role. */
  readonly attempts: Readonly<Record<string, number>>;
  /** The newest finished work of each stage's own role. */
  readonly works: readonly StageWork[];
  /** The newest answer of each gate; one for another candidate is stale (INV-2). */
  readonly verdicts: readonly Verdict[];
  /** Every failed gate that sent it back, oldest first. */
  readonly rejections: readonly Rejection[];
  /** What the next worker is told about earlier rounds, oldest first. */
  readonly feedback: readonly string[];
  /** The versions that it is made in; null for a task that is made once. */
  readonly versions: Versions | null;
  /** The task that it is a version of; null for a task of its own. */
  readonly versionOf: VersionOf | null;
  readonly createdAt: number;
  /** Counts its saved states; a save of an older one is refused. */
  readonly version: number;
}

/** To queue the job of its stage's role, to ask the gates of its stage, or to merge it. */
export type Due = 'work' | 'gates' | 'merge';

/** What a stage's role left when it had finished. */
export interface StageWork {
  readonly stage: string;
  readonly role: string;
  readonly job: string;
  /** The head of the task's branch before and after. */
  readonly from: string;
  readonly head: string;
  /** The candidate at `head`: a judgement counts for no other one (INV-2). */
  readonly candidate: string;
}

export interface Rejection {
  /** The stage whose gate failed, and the one that it was sent back to. */
  readonly stage: string;
  readonly to: string;
  readonly gate: string;
  readonly reason: string;
  readonly candidate: string;
}

/** Why the engine calls a person: the same finding again, no way on, or every attempt used up. */
export const ESCALATIONS = ['repeated-finding', 'deadlock', 'retries-exhausted'] as const;
export type Escalation = (typeof ESCALATIONS)[number];

/** Why a task is where it is; one member per status. `owner` is who can move it on. */
export type TaskState =
  /** `reason` names what it waits for before work begins. */
  | { readonly status: 'planned'; readonly reason?: string }
  | { readonly status: 'running'; readonly job: string }
  | { readonly status: 'ready' }
  | { readonly status: 'merged'; readonly commit: string }
  | { readonly status: 'sent-back'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string }
  | { readonly status: 'blocked'; readonly reason: string; readonly owner: string }
  | { readonly status: 'waiting'; readonly reason: string; readonly owner: string }
  | { readonly status: 'skipped'; readonly reason: string }
  | { readonly status: 'cancelled'; readonly reason: string };

export type TaskStatus = TaskState['status'];

/** A task in one of these states is never started again by the engine. */
export const isSettled = (state: TaskState): boolean =>
  state.status === 'merged' || state.status === 'skipped' || state.status === 'cancelled';

/**
 * Who can move a task on; null when nobody has to.
 * @param isRunUnfinished whether its run still goes on, so that a tech lead is there
 */
export const ownerOf = ({ state, drive }: Pick<Task, 'state' | 'drive'>, isRunUnfinished: boolean): string | null => {
  const responsible = drive === 'lead' && isRunUnfinished ? 'tech lead' : 'person';
  switch (state.status) {
    case 'failed':
    case 'sent-back':
    case 'skipped':
      return responsible;
    case 'blocked':
    case 'waiting':
      return state.owner === 'tech lead' ? responsible : state.owner;
    case 'planned':
    case 'running':
    case 'ready':
    case 'merged':
    case 'cancelled':
      return null;
  }
};

/** The reason of a state, for people; null where the status says it all. */
export const reasonOf = (state: TaskState): string | null => ('reason' in state ? (state.reason ?? null) : null);
