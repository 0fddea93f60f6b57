import type { JobStatus } from './job.ts';
import type { Verdict } from './verdict.ts';

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
  | { readonly type: 'cancelled'; readonly by: string };

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
  | { readonly type: 'settle-dependents'; readonly standing: 'merged' | 'lost' };
