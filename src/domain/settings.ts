import type { Argv } from './argv.ts';
import type { CiBudget } from './checks/ci-polling.ts';
import type { Difficulty } from './pipeline/difficulty.ts';
import type { Project } from './project/project.ts';
import type { VerificationPlan } from './verification/verification.ts';
import type { WorkerAccess } from './worker/access.ts';

/** The settings of one start, complete and valid. `config` alone makes them; everything else is handed what it needs. */
export interface Settings {
  readonly layout: LayoutSettings;
  readonly model: ModelSettings;
  readonly worker: WorkerSettings;
  readonly checks: CheckSettings;
  /** How the target is looked at in a browser; null: as the repository's own file on main says, if it has one. */
  readonly verification: VerificationPlan | null;
  /** Absolute path of the browser; null: the first known one on `PATH`. */
  readonly browser: string | null;
  /** `required` adds a reviewer to pipelines that say `review: none`. */
  readonly review: 'pipeline' | 'required';
  /** Where a person's word is wanted before the work goes on (CF-07). */
  readonly approvals: { readonly analysis: 'required' | 'auto' };
  readonly delivery: DeliveryMode;
  readonly mergeStrategy: 'no-ff' | 'squash';
  /** `integration`: local main where it contains the base ref; `remote`: always the base ref (CF-03). */
  readonly basePolicy: 'integration' | 'remote';
  /** What an "ask" of the guard means where nobody can be asked. */
  readonly guardAsk: 'deny' | 'wait';
  /** The person's word that the lead may add and upgrade dependencies (CX-16). */
  readonly dependencyChanges: boolean;
  readonly limits: Limits;
  /** `maxConcurrency` bounds the agents of all processes of the home together; null: each has its own bound alone. */
  readonly queue: { readonly pollMs: number; readonly maxConcurrency: number | null };
  /** `executorMayEditTests`: whether the commands of jobs may change tests where the job itself does not forbid it. */
  readonly jobs: { readonly executorMayEditTests: boolean };
  /** Which of the logs below the home's `runs/` stay: those this young, and of them so many. */
  readonly logs: { readonly keepDays: number; readonly keepMax: number };
  readonly handover: { readonly turns: number; readonly contextTokens: number };
  readonly dryRun: boolean;
  readonly trace: boolean;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly language: 'en' | 'ru';
  /** The person's name for approvals; null: the system's user. */
  readonly approver: string | null;
  /** The board; `directory` is the absolute path of a board of files. */
  readonly tracker: { readonly kind: 'none' | 'file'; readonly directory: string };
  /** The same for messages that call a person. */
  readonly notifier: { readonly kind: 'none' | 'file'; readonly directory: string };
  /** Where CI and people look at branches; `directory` is the absolute path of a forge of files. */
  readonly forge: { readonly kind: 'none' | 'file'; readonly directory: string };
  /** `both`: a forge's CI has to be green besides the checks of the harness (CF-20). */
  readonly ci: CiBudget & { readonly source: 'local' | 'both' };
  /** What `DISPATCH_TASKS` holds; null where it is unset. */
  readonly dispatchTasks: readonly DispatchTask[] | null;
  /** The projects that are configured; `registryOf` adds those that were registered otherwise. */
  readonly projects: readonly Project[];
  /** What was skipped while the settings were read; one sentence each, with its place. */
  readonly warnings: readonly string[];
  /** What of the caller's environment may reach workers and checks, already cleaned (INV-12). */
  readonly callerEnvironment: Readonly<Record<string, string>>;
}

export interface LayoutSettings {
  /** Absolute path of the checkout that plays the role `main`. */
  readonly mainPath: string;
  /** Absolute path of the directory that holds the task worktrees. */
  readonly worktreesDir: string;
  /** Absolute path of the state directory. */
  readonly home: string;
  /** Absolute path of the SQLite file. */
  readonly databaseFile: string;
}

export interface ModelSettings {
  /** A secret; null until a command needs it. */
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly name: string;
  readonly api: 'responses' | 'chat_completions';
  /** Deadline of one answer. */
  readonly timeoutMs: number;
}

export const WORKER_KINDS = ['codex', 'claude', 'opencode', 'command'] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

export interface WorkerSettings {
  readonly kind: WorkerKind;
  /** For `command`: an argv with `{prompt}`, `{prompt_file}`, `{role}`, `{worktree}`. */
  readonly command: readonly string[] | null;
  /** For roles that `models` does not name; null: what the CLI itself is set to. */
  readonly model: string | null;
  /** For roles that `efforts` does not name, as it was written; null: the role's standard (`agentEffort`). */
  readonly effort: string | null;
  readonly models: Readonly<Record<string, string>>;
  /** For roles that `models` does not name; a difficulty that is not named gets the common model. */
  readonly modelsByDifficulty: Readonly<Partial<Record<Difficulty, string>>>;
  readonly efforts: Readonly<Record<string, string>>;
  /** What takes over where the model itself is overloaded, for CLIs that can do that; null: nothing. */
  readonly fallbackModel: string | null;
  /** Deadlines of roles that differ from `limits.workerTimeoutMs`. */
  readonly timeoutsMs: Readonly<Record<string, number>>;
  /** `full` is never the default and needs a reason (CF-34). */
  readonly access: WorkerAccess;
  /** Why access is `full`; null otherwise. */
  readonly accessReason: string | null;
  /** Further variables of the caller that reach workers of a kind, values included. */
  readonly env: Readonly<Record<WorkerKind, Readonly<Record<string, string>>>>;
}

export interface CheckSettings {
  /** Null: found from the repository on main. `[]`: the person says there are none. */
  readonly checks: readonly Argv[] | null;
  /** Null: found from the lock file. `[]`: none. */
  readonly setup: readonly Argv[] | null;
  readonly baseline: 'require-green' | 'allow-red';
  /** Value of `GIT_ALLOW_PROTOCOL` for checks. */
  readonly gitProtocols: 'none' | 'file';
  /** Further variables of the caller that reach set-up and checks, values included. */
  readonly env: Readonly<Record<string, string>>;
}

export const DELIVERY_MODES = ['local-merge', 'patch-only'] as const;
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/** A main job that the dispatcher starts; null leaves the choice to the settings. */
export interface DispatchTask {
  readonly id: string | null;
  readonly goal: string;
  readonly pipeline: string | null;
  readonly delivery: DeliveryMode | null;
  readonly worker: WorkerKind | null;
}

export interface Limits {
  readonly maxWorkers: number;
  readonly budgetUsd: number | null;
  readonly budgetTokens: number | null;
  readonly toolCalls: number;
  readonly turns: number;
  readonly workerTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly checkTimeoutMs: number;
  readonly setupTimeoutMs: number;
  readonly killGraceMs: number;
  readonly silenceMs: number;
  /** Changed lines of a branch above which a person is asked. */
  readonly diffLines: number;
  /** Characters of a command's stdout and stderr that the model sees, each. */
  readonly toolOutputChars: number;
  /** Bytes of output after which a child is ended. */
  readonly processOutputBytes: number;
}
