import type { CommandOrder } from '../../app/command-jobs/create-command-job.ts';
import type { CommandJobView } from '../../app/command-jobs/look-at-command-jobs.ts';
import type { GateListing } from '../../app/gates/check-gate.ts';
import type { CostView } from '../../app/home/cost.ts';
import type { RunView } from '../../app/home/run-views.ts';
import type { StatusView } from '../../app/home/status-view.ts';
import type { RepositoryFinding } from '../../app/repositories/check-repository.ts';
import type { Finding } from '../../app/repositories/finding.ts';
import type { Dispatched, TakenUp } from '../../app/runs/dispatch.ts';
import type { DecisionView } from '../../app/tasks/decision-view.ts';
import type { TaskView } from '../../app/tasks/show-task.ts';
import type { Transition } from '../../app/tasks/task-history.ts';
import type { VersionView } from '../../app/versions/list-versions.ts';
import type { WorktreeView } from '../../app/worktrees/list-worktrees.ts';
import type { Pruned } from '../../app/worktrees/prune-worktrees.ts';
import type { CommandJob } from '../../domain/command-job/command-job.ts';
import type { CommandJobReport } from '../../domain/command-job/command-job-report.ts';
import type { Project } from '../../domain/project/project.ts';
import type { RegisteredProject } from '../../domain/project/registry.ts';
import type { RunReport, TaskReport } from '../../domain/report.ts';
import type { TaskKind } from '../../domain/task.ts';
import type { CliIo } from './cli-io.ts';
import type { Flags } from './flags.ts';
import type { Person, Progress } from './progress/sinks.ts';
import type { Language } from './text/catalogue/catalogue.ts';
import type { GateAnswerView, GuardAnswer, SettingView } from './views.ts';

/**
 * What the commands need, as functions. Nothing is opened before a command asks for it, so that `--help` costs no more than
 * the parser. Every function rejects with an `OrchestratorError` where a person can do something about it.
 */
export interface CliDeps {
  readonly io: CliIo;
  readonly version: string;
  /** Opens the state for commands that change nothing. */
  openLooking(flags: Flags): Promise<LookingApp>;
  /** Opens the state for a person's decisions; starts neither worker nor model. */
  openDeciding(flags: Flags): Promise<DecidingApp>;
  /** Opens everything that a run needs. */
  openWorking(flags: Flags, sinks: RunSinks): Promise<WorkingApp>;
  /** Opens the rehearsal: a sample repository, a scripted lead and scripted workers, and as for the rest the real thing. */
  openDemo(flags: Flags, sinks: RunSinks): Promise<DemoApp>;
  readonly setUp: SetUp;
}

/** Where a run tells and asks. */
export interface RunSinks {
  readonly progress: Progress;
  readonly person: Person;
}

interface Opened {
  /** In which people are told what came of it. */
  readonly language: Language;
  close(): Promise<void>;
}

export interface LookingApp extends Opened {
  status(): Promise<StatusView>;
  /** Newest first. */
  runs(): Promise<readonly RunView[]>;
  report(run: string): Promise<RunReport>;
  /** @param target id of a run, or id or slug of a task; null: all runs */
  cost(target: string | null): Promise<CostView>;
  tasks(): Promise<readonly TaskReport[]>;
  /** @param name id or slug */
  task(name: string): Promise<TaskView>;
  /** The commands that people ordered, the oldest first. */
  commandJobs(): Promise<readonly CommandJobReport[]>;
  commandJob(id: string): Promise<CommandJobView>;
  /** By their numbers. @param name id or slug */
  versions(name: string): Promise<readonly VersionView[]>;
  /** How a task came to where it is, oldest first. */
  history(name: string): Promise<readonly Transition[]>;
  /** The raw output of a run, a task or a job, oldest first, and whether nothing will be added to it. */
  logs(target: string): Promise<{ readonly paths: readonly string[]; readonly isOver: boolean }>;
  /** The file with the run's trace, JSON lines. */
  trace(run: string): Promise<string>;
  /** Text of a file, in pieces; with `follow` it goes on with what is added until the signal aborts, then ends. */
  read(path: string, options: { readonly follow: boolean; readonly signal: AbortSignal }): AsyncIterable<string>;
  guardCheck(
    items: readonly { readonly worktree: string; readonly command: string }[],
  ): Promise<readonly GuardAnswer[]>;
  /** @param gate null: those of the task's stage */
  gateCheck(task: string, gate: string | null): Promise<readonly GateAnswerView[]>;
  worktrees(): Promise<readonly WorktreeView[]>;
  repositories(): Promise<readonly RegisteredProject[]>;
  /** @param id null: all of them */
  checkRepositories(id: string | null): AsyncIterable<RepositoryFinding>;
  /** What was skipped while the settings were read. */
  readonly warnings: readonly string[];
}

export interface DecidingApp extends Opened {
  /** Each resolves to what took effect. @param target question, task or run */
  answer(target: string, text: string): Promise<DecisionView>;
  approve(target: string): Promise<DecisionView>;
  reject(target: string, reason: string): Promise<DecisionView>;
  cancelTask(task: string): Promise<DecisionView>;
  retryTask(task: string): Promise<DecisionView>;
  /** Has a task go on with one of its versions. */
  selectVersion(task: string, version: number): Promise<DecisionView>;
  /** Has further versions made of the chosen one. */
  forkTask(task: string, count: number): Promise<DecisionView>;
  /** Queues a work item; anybody may, it decides nothing. */
  createTask(order: TaskOrder): Promise<TaskReport>;
  /** Queues a command for a registered repository. */
  createCommandJob(order: CommandOrder): Promise<CommandJob>;
  cancelCommandJob(id: string): Promise<CommandJobReport>;
  /** @param options texts by the name of their option, in camel case */
  addRepository(id: string, path: string, options: Readonly<Record<string, string>>): Promise<Project>;
  pruneWorktrees(options: { readonly dryRun: boolean }): Promise<readonly Pruned[]>;
}

/** A work item as the command line gives it; null leaves the choice to the defaults. */
export interface TaskOrder {
  readonly title: string;
  readonly prompt: string;
  readonly slug: string | null;
  readonly kind: TaskKind;
  readonly pipeline: string | null;
  readonly dependsOn: readonly string[];
  readonly base: string | null;
  /** Id of a registered repository. */
  readonly repo: string | null;
  /** Addresses, or paths as typed, of files that it needs from outside. */
  readonly materials: readonly string[];
  /** In how many versions it is made. */
  readonly versions: number;
}

export interface WorkingApp extends Opened {
  /** Are tool calls traced (`ORCHESTRATOR_TRACE`)? */
  readonly trace: boolean;
  runMainJob(job: { readonly goal: string; readonly pipeline: string | null }, signal: AbortSignal): Promise<RunReport>;
  /** @param run null: the newest unfinished one. Resolves to null when nothing is left to do. */
  resumeRun(run: string | null, signal: AbortSignal): Promise<RunReport | null>;
  /** Runs a declared plan, or continues its last run. @param order paths as typed */
  runPlan(order: PlanRunOrder, signal: AbortSignal): Promise<RunReport>;
  /** Does all that is due in the home until the signal aborts; resolves to how many jobs it has ended. */
  work(options: { readonly once: boolean; readonly concurrency: number | null }, signal: AbortSignal): Promise<number>;
  /**
   * Runs what the task sources have, one after another, then does what people set on the board. Ends when there is no more; with a
   * board when the signal aborts, unless it is to look `once`.
   */
  dispatch(options: { readonly once: boolean }, signal: AbortSignal): AsyncIterable<Dispatched | TakenUp>;
}

/** A plan to be run; the paths are as they were typed. */
export interface PlanRunOrder {
  readonly file: string;
  readonly fresh: boolean;
  readonly output: string | null;
}

export interface DemoApp extends Opened {
  run(signal: AbortSignal): Promise<RunReport>;
}

/** What works without a state: before the first run, or when something is broken. */
export interface SetUp {
  /**
   * @param source a directory or an address to clone
   * @param options `bootstrap`: a new directory becomes a project with a first commit
   */
  init(
    source: string,
    options: { readonly bootstrap: boolean },
  ): Promise<{ readonly baseDir: string; readonly main: string }>;
  doctor(flags: Flags, options: { readonly fix: boolean }): AsyncIterable<Finding>;
  settings(flags: Flags): Promise<readonly SettingView[]>;
  settingsSchema(): Promise<object>;
  /** The text of a file, by its path as it was typed. Rejects with `usage` where there is none. */
  readText(file: string): Promise<string>;
  /** JSON Schema of a plan file. */
  planSchema(): Promise<object>;
  gates(): Promise<readonly GateListing[]>;
  /** Judges a file as the artifact of a task to which the gate applies. */
  evaluateGate(gate: string, file: string, flags: Flags): Promise<Omit<GateAnswerView, 'gate'>>;
}
