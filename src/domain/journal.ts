import type { GuardDecision } from './guarded-command.ts';
import type { CheckRun } from './verdict/verdict.ts';

/** One line of the journal: what happened, in order. The engine's events carry the stage they led from and to (INV-1). */
export interface JournalEntry {
  readonly run: string;
  readonly task: string | null;
  readonly type: string;
  /** What allowed it and what came of it; plain JSON, never a secret. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A journal entry as stored, numbered through the home. */
export interface StoredEntry extends JournalEntry {
  readonly seq: number;
}

/** A command that the lead asked for, as `run_repo_command.log` and the report show it. */
export interface CommandRecord {
  readonly time: string;
  readonly run: string;
  readonly task: string | null;
  readonly worktree: string;
  readonly command: string;
  readonly argv: readonly string[];
  readonly decision: GuardDecision;
  readonly rule: string;
  readonly reason: string;
  readonly dry: boolean;
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly outputBytes: number;
}

/**
 * A move of main, or with `patch-only` of the run's own line, that was announced before it was made, so that a crash in the middle
 * can be finished or undone (INV-10).
 */
export interface MainMove {
  readonly id: string;
  readonly run: string;
  /** Empty for a person's own move. */
  readonly task: string;
  readonly from: string;
  readonly to: string;
  /** Id of the orchestrator process that makes it; `person` for a move that a person made and accepted. */
  readonly by: string;
  readonly state: 'announced' | 'done' | 'undone';
}

/** The result of all checks on one tree of main, kept by tree and list of checks. */
export interface Baseline {
  /** Digest of tree and checks. */
  readonly key: string;
  readonly tree: string;
  readonly checks: readonly CheckRun[];
}
