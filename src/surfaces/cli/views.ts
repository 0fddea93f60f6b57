import type { GateOutcome } from '../../domain/verdict/verdict.ts';

/** What the guard says of one command; nothing was run. */
export interface GuardAnswer {
  readonly command: string;
  readonly worktree: string;
  readonly decision: 'allow' | 'ask' | 'deny';
  readonly rule: string;
  readonly reason: string;
  readonly argv: readonly string[];
}

/** What a gate says of a task, or of a file. */
export interface GateAnswerView {
  readonly gate: string;
  readonly outcome: GateOutcome;
  readonly reason: string;
}

/** A setting with its origin; secrets are masked already. */
export interface SettingView {
  readonly key: string;
  readonly value: unknown;
  readonly source: string;
}
