import type { WorkerKind } from '../domain/settings.ts';
import type { Usage } from '../domain/usage/usage.ts';
import type { WorkerAccess } from '../domain/worker/access.ts';
import type { ProcessEnd } from './processes.ts';

export interface WorkerRequest {
  /** Absolute path of the task's worktree: the working directory. */
  readonly worktree: string;
  /** Absolute path of the directory that all worktrees of the repository share. */
  readonly gitCommonDir: string;
  readonly role: string;
  /** The whole prompt, any length. */
  readonly prompt: string;
  /** Absolute path of a file outside the worktree that holds the same prompt. */
  readonly promptFile: string;
  readonly access: WorkerAccess;
  /** Whether its commands may reach the network; CLIs without a sandbox cannot hinder them. */
  readonly network: 'none' | 'allow';
  /** Absolute paths outside of the worktree that it writes into because it commits itself; left out: the harness commits. */
  readonly commitsInto?: readonly string[];
  readonly model: string | null;
  readonly effort: string | null;
  /** What takes over while the model is overloaded; null: nothing. */
  readonly fallbackModel: string | null;
}

export interface WorkerInvocation {
  readonly argv: readonly string[];
  /** Added to the allow-listed environment of every worker. */
  readonly env: Readonly<Record<string, string>>;
  /** What of the request this CLI has no option for, as people say it. */
  readonly ignored?: readonly string[];
}

/** One thing a worker was seen doing, for the live view and the heartbeat. `text` is one line. */
export interface WorkerEvent {
  readonly kind: 'message' | 'command' | 'edit' | 'usage' | 'error' | 'other';
  readonly text: string;
  /** Tokens used so far in this run, when the event says so. */
  readonly usage: Usage | null;
}

/** Why a run failed decides what may be done about it. */
export type WorkerFailure = 'task' | 'transient' | 'quota' | 'login' | 'unavailable';

export type WorkerConclusion =
  | {
      readonly outcome: 'succeeded';
      readonly summary: string;
      readonly usage: Usage;
      /** The whole last message where `summary` holds only a part of it. */
      readonly message?: string;
    }
  | {
      readonly outcome: 'failed' | 'blocked';
      readonly failure: WorkerFailure;
      readonly summary: string;
      readonly usage: Usage;
      /** What the service asked us to wait before trying again. */
      readonly retryAfterMs: number | null;
    };

export interface WorkerProbe {
  readonly ready: boolean;
  /** e.g. `codex 0.169.0`; null when it could not be run. */
  readonly version: string | null;
  /** What is wrong, and the command that mends it. */
  readonly problem: string | null;
  readonly fix: string | null;
}

/** One kind of coding CLI: how to call it and how to read what it prints. Running it is the business of `Processes`. */
export interface WorkerCli {
  readonly kind: WorkerKind;
  invocation(request: WorkerRequest): WorkerInvocation;
  /** Reads one line of the raw log; null when it tells a person nothing. Never throws. */
  readEvent(line: string): WorkerEvent | null;
  /** Judges a finished run by its end and its whole log (at most the last 4 MiB). Never throws. */
  conclude(end: ProcessEnd, log: string): WorkerConclusion;
  /** Is the CLI there and logged in? Starts short commands only. */
  probe(): Promise<WorkerProbe>;
}
