import type { NotVerified } from '../../../../app/runs/not-verified.ts';
import type { FinalReport } from '../../../../domain/document/final-report.ts';
import type { JobStatus } from '../../../../domain/job.ts';
import type { RunStatus } from '../../../../domain/run.ts';
import type { Settings } from '../../../../domain/settings.ts';
import type { TaskStatus } from '../../../../domain/task.ts';
import type { GateOutcome } from '../../../../domain/verdict/verdict.ts';

export type Language = Settings['language'];

type Words<Name extends string> = Readonly<Record<Name, string>>;

/**
 * What people read at the end of a run and when they look at one. Everything for programs, and what gates, workers and errors
 * say, is the same in every language (CF-35). A language without one of these texts is a type error.
 */
export interface Catalogue {
  readonly taskStatus: Words<TaskStatus>;
  /** The status of a task that waits, and not for the person who reads this. */
  readonly taskWaits: string;
  readonly jobStatus: Words<JobStatus>;
  readonly runStatus: Words<RunStatus>;
  readonly gateOutcome: Words<GateOutcome>;
  readonly decision: Words<'allow' | 'ask' | 'deny'>;
  readonly notVerified: Words<NotVerified>;
  readonly report: ReportWords;
  readonly status: StatusWords;
  readonly task: TaskWords;
  readonly job: JobWords;
  readonly hints: HintWords;
}

/** The report, on screen and as `report.md`. */
interface ReportWords {
  readonly headings: Words<
    | 'waitsForYou'
    | 'tasks'
    | 'merged'
    | 'notMerged'
    | 'worktrees'
    | 'checks'
    | 'files'
    | 'decisions'
    | 'notices'
    | 'commands'
    | 'notVerified'
    | 'used'
    | 'final'
    | 'next'
  >;
  /** How the run ended, as a clause. */
  readonly ended: Words<RunStatus>;
  readonly run: string;
  readonly dryRun: string;
  readonly noSummary: string;
  readonly noCommit: string;
  readonly noTokens: string;
  readonly priceUnknown: string;
  readonly nothingChecked: string;
  readonly nothingElse: string;
  readonly green: string;
  after(duration: string): string;
  onBranch(branch: string): string;
  mergedFrom(commit: string, branch: string): string;
  tries(count: number): string;
  moreLines(count: number): string;
  moreFiles(count: number): string;
  runsPassed(passed: number, total: number): string;
  redThenRepaired(tasks: string): string;
  redFor(tasks: string): string;
  exitCode(code: number | null): string;
  commandsOfLead(total: number, refused: number, failed: number): string;
  refusedIn(worktree: string): string;
  notMerged(tasks: string): string;
  tokens(input: string, cached: string, output: string): string;
  final(report: FinalReport): readonly string[];
}

interface StatusWords {
  readonly tasks: string;
  readonly jobs: string;
  needsYou(task: string, age: string): string;
  waits(task: string, age: string): string;
  reworks(task: string, stage: string, job: string): string;
  running(age: string): string;
  ended(age: string): string;
  readonly interrupted: string;
  approval(command: string): string;
}

interface TaskWords {
  readonly headings: Words<'versions' | 'gates' | 'jobs' | 'prompt' | 'feedback' | 'history'>;
  readonly labels: Words<'why' | 'who' | 'where' | 'branch' | 'after' | 'tries'>;
  readonly columns: readonly [task: string, status: string, stage: string, branch: string, why: string];
  readonly versionColumns: readonly [version: string, status: string, branch: string, base: string, head: string];
  canMoveOn(owner: string): string;
  where(stage: string, pipeline: string, run: string): string;
  inWorktree(branch: string, worktree: string): string;
  earlier(count: number): string;
}

/** The commands that people ordered. */
interface JobWords {
  readonly columns: readonly [
    job: string,
    status: string,
    repo: string,
    iterations: string,
    command: string,
    why: string,
  ];
  readonly labels: Words<'why' | 'where' | 'command' | 'took' | 'task' | 'logs'>;
  readonly iterations: string;
  readonly completed: string;
  readonly blocked: string;
  readonly notCompleted: string;
  readonly cutOff: string;
  ranOf(count: number, most: number): string;
}

/** What to do next, said when a command ends. */
interface HintWords {
  readonly nothingToResume: string;
  readonly noRun: string;
  readonly noTasks: string;
  readonly noJobs: string;
  readonly nothingStarted: string;
  stopping(workers: number, run: string): string;
}
