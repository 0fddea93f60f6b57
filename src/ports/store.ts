import type { CommandJob } from '../domain/command-job/command-job.ts';
import type { Job, JobStatus } from '../domain/job.ts';
import type { Baseline, CommandRecord, JournalEntry, MainMove, StoredEntry } from '../domain/journal.ts';
import type { PlanItem, PlanItemStatus } from '../domain/plan/plan-item.ts';
import type { Project } from '../domain/project/project.ts';
import type { Question } from '../domain/question.ts';
import type { Run } from '../domain/run.ts';
import type { Task, TaskStatus } from '../domain/task.ts';
import type { CommandJobRows } from './command-jobs.ts';
import type { BreakerRows, JobQueue, LeaseRows, OrchestratorRows, PreflightRows } from './coordination.ts';
import type { BoardRows, CursorRows } from './projections.ts';

/**
 * All state. Reading returns plain values; writing is one call, `commit`, and all of its changes happen or none (INV-7).
 * Every method rejects with `database-locked`, `database-damaged`, `database-newer` or `disk-full`.
 */
export interface Store {
  readonly runs: {
    get(id: string): Promise<Run | null>;
    /** Newest first. */
    list(): Promise<readonly Run[]>;
    /**
     * The newest run that is running, waiting or stopped, of no work item, and of no plan that was run again since; null when there is
     * none.
     */
    newestUnfinished(): Promise<Run | null>;
    /** The runs of single tasks that are not done, oldest first. */
    tasksNotDone(): Promise<readonly Run[]>;
    /** The newest run of a plan in a repository, however it ended. @param file absolute real path */
    newestOfPlan(file: string, mainPath: string): Promise<Run | null>;
  };
  /** The tasks of plans. */
  readonly planItems: {
    /** In the order of the plan. */
    inRun(run: string): Promise<readonly PlanItem[]>;
    /** Of those that are no task of the engine as well. */
    countByStatus(run: string): Promise<Readonly<Partial<Record<PlanItemStatus, number>>>>;
    /** The branches and worktrees of the plans under way, but for those of one run. */
    namesInUse(except: string): Promise<ReadonlySet<string>>;
  };
  readonly tasks: {
    get(id: string): Promise<Task | null>;
    /** By id, or by slug (the newest one of that slug, in `run` when given). */
    find(name: string, run: string | null): Promise<Task | null>;
    inRun(run: string): Promise<readonly Task[]>;
    list(): Promise<readonly Task[]>;
    /** The oldest first. */
    withStatus(status: TaskStatus): Promise<readonly Task[]>;
    /** Without the versions of tasks. */
    countByStatus(): Promise<Readonly<Partial<Record<TaskStatus, number>>>>;
    dependents(task: string): Promise<readonly Task[]>;
    /** Tasks that the harness itself has something to do for, the oldest first, and their runs. */
    due(): Promise<readonly { readonly id: string; readonly run: string }[]>;
    /** Worktree names, branches and slugs in use by tasks that are not settled, so that new ones get a suffix. */
    namesInUse(): Promise<ReadonlySet<string>>;
  };
  readonly jobs: JobQueue & {
    get(id: string): Promise<Job | null>;
    inRun(run: string): Promise<readonly Job[]>;
    ofTask(task: string): Promise<readonly Job[]>;
    withStatus(status: JobStatus): Promise<readonly Job[]>;
    countByStatus(): Promise<Readonly<Partial<Record<JobStatus, number>>>>;
  };
  readonly commandJobs: CommandJobRows;
  readonly questions: {
    get(id: string): Promise<Question | null>;
    open(): Promise<readonly Question[]>;
    inRun(run: string): Promise<readonly Question[]>;
  };
  readonly journal: {
    /** Entries of a run after `seq`, oldest first. */
    after(run: string, seq: number): Promise<readonly StoredEntry[]>;
    /** At most `limit` entries of the whole home after `seq`, oldest first. */
    since(seq: number, limit: number): Promise<readonly StoredEntry[]>;
    /** The number after which everything of the runs that have not ended stands; the newest number when all have ended. */
    beforeUnfinished(): Promise<number>;
  };
  readonly commands: {
    inRun(run: string): Promise<readonly CommandRecord[]>;
  };
  readonly leadItems: {
    /** The conversation items of one lead of a run, in order; JSON texts. */
    of(run: string, lead: number): Promise<readonly string[]>;
    /** Number of the newest lead of a run; 0 when there is none. */
    newestLead(run: string): Promise<number>;
  };
  readonly moves: {
    /** Moves of main that were announced and neither done nor undone. */
    unfinished(): Promise<readonly MainMove[]>;
    inRun(run: string): Promise<readonly MainMove[]>;
    /** Moves from a commit on that were not undone, of whatever run. */
    from(commit: string): Promise<readonly MainMove[]>;
  };
  readonly baselines: { get(key: string): Promise<Baseline | null> };
  /** The projects that `repo add` registered, in the order of their registration. */
  readonly repositories: { list(): Promise<readonly Project[]> };
  readonly orchestrators: OrchestratorRows;
  readonly leases: LeaseRows;
  readonly preflights: PreflightRows;
  readonly breakers: BreakerRows;
  readonly cursors: CursorRows;
  readonly board: BoardRows;
  /** The next number of a series (`task`, `job`, `question`, `verification`, or work items of a prefix), unique in the home. */
  nextNumber(series: 'task' | 'job' | 'question' | 'verification' | `item:${string}`): Promise<number>;
  /** Rejects with `state-conflict` when a task, run or job was saved by somebody else since it was read. */
  commit(changes: readonly Change[]): Promise<void>;
  /** The same without waiting for the disk: it outlives a crash of the program, and a power failure may take back the last ones. */
  commitLightly(changes: readonly Change[]): Promise<void>;
  close(): Promise<void>;
}

export type Change =
  | { readonly type: 'insert-run'; readonly run: Run }
  | { readonly type: 'save-run'; readonly run: Run }
  /** Those of one run, replaced where they are known. */
  | { readonly type: 'save-plan-items'; readonly items: readonly PlanItem[] }
  /** All tasks of a run of a plan, in the place of those it had. Refused with `state-conflict` where a branch is another task's. */
  | { readonly type: 'replace-plan-items'; readonly run: string; readonly items: readonly PlanItem[] }
  | { readonly type: 'insert-task'; readonly task: Task }
  | { readonly type: 'save-task'; readonly task: Task }
  | { readonly type: 'insert-job'; readonly job: Job }
  | { readonly type: 'save-job'; readonly job: Job }
  | { readonly type: 'insert-command-job'; readonly job: CommandJob }
  | { readonly type: 'save-command-job'; readonly job: CommandJob }
  | { readonly type: 'save-question'; readonly question: Question }
  | { readonly type: 'append-journal'; readonly entry: JournalEntry }
  | { readonly type: 'append-command'; readonly command: CommandRecord }
  | {
      readonly type: 'append-lead-items';
      readonly run: string;
      readonly lead: number;
      readonly items: readonly string[];
    }
  | { readonly type: 'save-move'; readonly move: MainMove }
  | { readonly type: 'save-baseline'; readonly baseline: Baseline }
  /** Refused with `state-conflict` where its name is taken. */
  | { readonly type: 'insert-repository'; readonly project: Project };
