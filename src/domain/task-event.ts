import type { JobStatus } from './job.ts';
import type { Task, TaskKind } from './task.ts';
import type { Verdict } from './verdict/verdict.ts';
import type { Version, VersionEnd } from './version.ts';

/** What can happen to a task. The engine answers each with a new state and commands, or refuses it. */
export type TaskEvent =
  | { readonly type: 'worktree-made'; readonly baseCommit: string; readonly head: string }
  | {
      readonly type: 'job-requested';
      readonly job: string;
      readonly role: string;
      readonly instructions: string;
      /** Dependencies that are not merged, with how they stand. */
      readonly unmerged: readonly Dependency[];
    }
  | { readonly type: 'job-started'; readonly job: string }
  | {
      readonly type: 'job-ended';
      readonly job: string;
      readonly status: EndedStatus;
      readonly reason: string;
      /** What a job that succeeded left on the branch; null for every other one. */
      readonly left: { readonly from: string; readonly head: string; readonly candidate: string } | null;
    }
  | { readonly type: 'job-interrupted'; readonly job: string; readonly reason: string }
  /** The service was not to be had: the job is tried again later, and that is no attempt. */
  | { readonly type: 'job-deferred'; readonly job: string; readonly reason: string }
  /** The harness looked at the branch: where it is, what it holds, and which paths changed since the candidate before. */
  | {
      readonly type: 'candidate-seen';
      readonly head: string;
      readonly candidate: string;
      readonly changed: readonly string[];
    }
  | { readonly type: 'gates-answered'; readonly stage: string; readonly verdicts: readonly Verdict[] }
  | { readonly type: 'merged'; readonly commit: string }
  /** It cannot go on for a reason that is not the candidate's fault: a failed set-up, a dirty checkout of main. */
  | { readonly type: 'held'; readonly reason: string }
  | { readonly type: 'dependency-settled'; readonly dependency: Dependency; readonly unmerged: readonly Dependency[] }
  | {
      readonly type: 'approved';
      readonly gate: string;
      readonly candidate: string;
      readonly by: string;
      readonly at: number;
    }
  | {
      readonly type: 'rejected';
      readonly gate: string;
      readonly candidate: string;
      readonly by: string;
      readonly reason: string;
    }
  /** A person answers what a role asked. */
  | {
      readonly type: 'answered';
      readonly gate: string;
      readonly candidate: string;
      readonly by: string;
      readonly text: string;
    }
  | { readonly type: 'retried'; readonly by: string }
  | { readonly type: 'cancelled'; readonly by: string }
  /** The work of its stage was begun in several versions, each a task of its own. */
  | { readonly type: 'versions-begun'; readonly versions: readonly BegunVersion[] }
  | { readonly type: 'version-ended'; readonly number: number; readonly end: VersionEnd }
  /** A person has chosen the version that goes on; `taken` is null for the one that the task has already. */
  | {
      readonly type: 'version-selected';
      readonly number: number;
      readonly by: string;
      readonly taken: TakenVersion | null;
    }
  /** A person wants further versions of the one that was chosen. */
  | { readonly type: 'versions-forked'; readonly by: string; readonly versions: readonly BegunVersion[] }
  /** The reports of all versions were brought together in one, which the harness has committed. */
  | {
      readonly type: 'versions-aggregated';
      readonly left: { readonly from: string; readonly head: string; readonly candidate: string };
    };

export type BegunVersion = Omit<Version, 'end'>;

/** What a task goes on with when one of its versions was chosen. */
export type TakenVersion = Pick<
  Task,
  | ('branch' | 'worktree' | 'baseCommit' | 'head' | 'candidate')
  | ('works' | 'verdicts' | 'attempts' | 'rejections' | 'feedback')
>;

export type TaskEventType = TaskEvent['type'];

export type EndedStatus = Exclude<JobStatus, 'queued' | 'running'>;

export interface Dependency {
  readonly task: string;
  readonly slug: string;
  /** `open` may still be merged; `lost` will not without somebody's help. */
  readonly standing: 'merged' | 'open' | 'lost';
}

/** What the engine wants done because of an event; committed with the new state, carried out afterwards. */
export type EngineCommand =
  | {
      readonly type: 'queue-job';
      readonly job: string;
      readonly role: string;
      readonly instructions: string;
      readonly waitsFor: string | null;
    }
  | { readonly type: 'release-job'; readonly job: string; readonly waitsFor: string | null }
  | { readonly type: 'cancel-job'; readonly job: string; readonly reason: string }
  /** A gate waits for a person: for a yes or no, or for the answer to a role's question. */
  | {
      readonly type: 'ask-person';
      readonly gate: string;
      readonly candidate: string;
      readonly reason: string;
      readonly wants: 'decision' | 'answer';
    }
  | { readonly type: 'settle-dependents'; readonly standing: 'merged' | 'lost' }
  /** An optional stage was entered or left out. */
  | { readonly type: 'stage-chosen'; readonly stage: string; readonly entered: boolean; readonly reason: string }
  /** What blocks the task is a matter of its own: another task is left for a person to start. */
  | {
      readonly type: 'create-follow-up';
      readonly kind: TaskKind;
      readonly reason: string;
      readonly paths: readonly string[];
    }
  /** A version has come to rest: the task that it is one of is told. */
  | { readonly type: 'tell-original'; readonly task: string; readonly number: number; readonly end: VersionEnd }
  /** Its versions are decided on: those that are not settled are called off, and their worktrees released. */
  | { readonly type: 'close-versions' };
