import type { JobStatus } from '../domain/job.ts';
import type { CommandRecord } from '../domain/journal.ts';
import type { PlanItemStatus } from '../domain/plan/plan-item.ts';
import type { Question } from '../domain/question.ts';
import type { Run, RunStatus } from '../domain/run.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { Usage } from '../domain/usage/usage.ts';
import type { GateOutcome } from '../domain/verdict/verdict.ts';

/** What a person who looks on is told while a run goes on. Emitting never fails and never waits. */
export interface Progress {
  emit(event: ProgressEvent): void;
}

export type ProgressEvent =
  | {
      readonly type: 'run-started';
      readonly run: Run;
      readonly model: string;
      readonly budgetUsd: number | null;
      readonly dryRun: boolean;
      readonly resumed: boolean;
      /** What earlier leads and jobs of the run have used, before this process took it up. */
      readonly spent: Usage;
    }
  /** A declared plan begins or goes on. `settled` of its `tasks` are done already. */
  | {
      readonly type: 'plan-started';
      readonly run: Run;
      readonly tasks: number;
      readonly settled: number;
      readonly resumed: boolean;
    }
  /** A task of a plan has started an attempt or come to its end. `settled` counts those of the plan that will not run any more. */
  | {
      readonly type: 'plan-task';
      readonly id: string;
      readonly status: PlanItemStatus;
      readonly attempt: number;
      readonly reason: string | null;
      /** Of all its attempts. */
      readonly durationMs: number;
      readonly settled: number;
    }
  | { readonly type: 'plan-recorded'; readonly summary: string; readonly tasks: readonly PlannedTask[] }
  | {
      readonly type: 'task-changed';
      readonly task: string;
      readonly slug: string;
      readonly stage: string;
      readonly status: TaskStatus;
      readonly reason: string | null;
    }
  | {
      readonly type: 'job-queued';
      readonly job: string;
      readonly task: string;
      readonly role: string;
      readonly waitsFor: string | null;
    }
  | {
      readonly type: 'job-started';
      readonly job: string;
      readonly task: string;
      readonly role: string;
      readonly attempt: number;
    }
  /** One thing a worker was seen doing; `usage` is the job's so far when known. */
  | {
      readonly type: 'job-activity';
      readonly job: string;
      readonly task: string;
      readonly text: string;
      readonly usage: Usage | null;
    }
  /** `usage` is that of this attempt alone. */
  | {
      readonly type: 'job-ended';
      readonly job: string;
      readonly task: string;
      readonly status: JobStatus;
      readonly summary: string;
      readonly durationMs: number;
      readonly usage: Usage;
    }
  | { readonly type: 'checks-started'; readonly task: string | null; readonly command: string }
  | {
      readonly type: 'gate-answered';
      readonly task: string;
      readonly gate: string;
      readonly outcome: GateOutcome;
      readonly reason: string;
    }
  | { readonly type: 'merged'; readonly task: string; readonly commit: string }
  | { readonly type: 'command-judged'; readonly record: CommandRecord }
  | {
      readonly type: 'tool-called';
      readonly tool: string;
      readonly input: string;
      readonly output: string;
      readonly durationMs: number;
    }
  /** `usage` is that of this turn alone. */
  | { readonly type: 'lead-turn'; readonly turn: number; readonly usage: Usage }
  | { readonly type: 'lead-said'; readonly text: string }
  | { readonly type: 'question-asked'; readonly question: Question }
  /** A person has answered, here or at another terminal. */
  | {
      readonly type: 'question-answered';
      readonly question: string;
      readonly task: string | null;
      readonly answer: string;
      readonly by: string;
    }
  | { readonly type: 'notice'; readonly level: 'info' | 'warning' | 'error'; readonly text: string }
  | { readonly type: 'run-ended'; readonly run: string; readonly status: RunStatus };

export interface PlannedTask {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
}
