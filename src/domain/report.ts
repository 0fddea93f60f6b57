import type { FinalReport } from './document/final-report.ts';
import type { GuardDecision } from './guarded-command.ts';
import type { JobStatus } from './job.ts';
import type { RunStatus } from './run.ts';
import type { TaskStatus } from './task.ts';
import type { Usage } from './usage/usage.ts';
import type { GateOutcome } from './verdict/verdict.ts';

/** What a run did, as `--json` ends with it (`interface.md`) and as `report.md` tells it. */
export interface RunReport {
  readonly run: string;
  readonly status: RunStatus;
  readonly summary: string;
  readonly plan: readonly { readonly id: string; readonly title: string; readonly dependsOn: readonly string[] }[];
  readonly tasks: readonly TaskReport[];
  readonly commands: readonly {
    readonly worktree: string;
    readonly argv: readonly string[];
    readonly decision: GuardDecision;
    readonly exitCode: number | null;
    readonly durationMs: number;
  }[];
  /** Checks that the harness ran (INV-3); `task` is null for the baseline of main. */
  readonly tests: readonly {
    readonly task: string | null;
    readonly command: string;
    readonly exitCode: number | null;
  }[];
  /** Files that reached main, or the patches. */
  readonly files: readonly string[];
  readonly usage: Usage;
  readonly durationMs: number;
  readonly goal: string;
  readonly dryRun: boolean;
  /** Open questions of the run. */
  readonly questions: readonly {
    readonly id: string;
    readonly task: string | null;
    readonly text: string;
    readonly options: readonly string[];
  }[];
  /** What nobody verified, in words. */
  readonly notVerified: readonly string[];
  /** What a person answered or approved. */
  readonly decisions: readonly string[];
  /** Things a reader must know: tampering found, moves finished after a crash, work that ran again. */
  readonly notices: readonly string[];
  /** What the end of a task with strict stages says; left out where there is none. */
  readonly final?: FinalReport;
  /** The next command for the reader, with why; empty when nothing is left. */
  readonly next: readonly string[];
}

/** A task as the report and `task show --json` print it. */
export interface TaskReport {
  readonly id: string;
  readonly title: string;
  /** Null, with `worktree`, for a task of a plan that runs in the plan's directory. */
  readonly branch: string | null;
  readonly worktree: string | null;
  readonly stage: string;
  readonly status: TaskStatus;
  readonly attempts: number;
  readonly verdicts: readonly { readonly gate: string; readonly outcome: GateOutcome; readonly reason: string }[];
  readonly merge: { readonly commit: string } | null;
  readonly slug: string;
  readonly pipeline: string;
  /** Who can move it on; null when nobody has to. */
  readonly owner: string | null;
  /** Why it is where it is; null where the status says it all. */
  readonly reason: string | null;
  readonly jobs: readonly {
    readonly job: string;
    readonly role: string;
    readonly status: JobStatus;
    readonly exitCode: number | null;
    readonly log: string;
  }[];
}
