import type { GateListing } from '../../app/check-gate.ts';
import type { Dispatched } from '../../app/dispatch.ts';
import type { Finding } from '../../app/doctor.ts';
import type { WorktreeView } from '../../app/list-worktrees.ts';
import type { RunView, StatusView, TaskView } from '../../app/look.ts';
import type { Pruned } from '../../app/prune-worktrees.ts';
import type { RunReport, TaskReport } from '../../domain/report.ts';
import type { CliIo } from './cli-io.ts';
import type { Flags } from './flags.ts';
import type { Person, Progress } from './progress/sinks.ts';
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
  close(): Promise<void>;
}

export interface LookingApp extends Opened {
  status(): Promise<StatusView>;
  /** Newest first. */
  runs(): Promise<readonly RunView[]>;
  report(run: string): Promise<RunReport>;
  tasks(): Promise<readonly TaskReport[]>;
  /** @param name id or slug */
  task(name: string): Promise<TaskView>;
  /** The raw output of a run, a task or a job, oldest first. */
  logs(target: string): Promise<readonly { readonly path: string }[]>;
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
}

export interface DecidingApp extends Opened {
  /** Each resolves to a sentence that says what took effect. @param target question, task or run */
  answer(target: string, text: string): Promise<string>;
  approve(target: string): Promise<string>;
  reject(target: string, reason: string): Promise<string>;
  cancelTask(task: string): Promise<string>;
  retryTask(task: string): Promise<string>;
  pruneWorktrees(options: { readonly dryRun: boolean }): Promise<readonly Pruned[]>;
}

export interface WorkingApp extends Opened {
  /** Are tool calls traced (`ORCHESTRATOR_TRACE`)? */
  readonly trace: boolean;
  runMainJob(job: { readonly goal: string; readonly pipeline: string | null }, signal: AbortSignal): Promise<RunReport>;
  /** @param run null: the newest unfinished one. Resolves to null when nothing is left to do. */
  resumeRun(run: string | null, signal: AbortSignal): Promise<RunReport | null>;
  /** Runs what the task sources have, one after another; ends when they have no more, or when the signal aborts. */
  dispatch(options: { readonly once: boolean }, signal: AbortSignal): AsyncIterable<Dispatched>;
}

export interface DemoApp extends Opened {
  run(signal: AbortSignal): Promise<RunReport>;
}

/** What works without a state: before the first run, or when something is broken. */
export interface SetUp {
  /** @param source a directory or an address to clone */
  init(source: string, flags: Flags): Promise<{ readonly baseDir: string; readonly main: string }>;
  doctor(flags: Flags, options: { readonly fix: boolean }): AsyncIterable<Finding>;
  settings(flags: Flags): Promise<readonly SettingView[]>;
  settingsSchema(): Promise<object>;
  gates(): Promise<readonly GateListing[]>;
  /** Judges a file as the artifact of a task to which the gate applies. */
  evaluateGate(gate: string, file: string, flags: Flags): Promise<Omit<GateAnswerView, 'gate'>>;
}
