import type { Argv } from '../domain/argv.ts';
import type { Baseline } from '../domain/journal.ts';

/** What belongs to one run while this process works on it. */
export interface RunScope {
  readonly run: string;
  /** The checks as main has them (INV-3); empty: the person says there are none. */
  readonly checks: readonly Argv[];
  /** What main says to them; rejects with `baseline-red`. Needed before the first merge, so planning need not wait for it. */
  readonly baseline: Promise<Baseline | null>;
  /** Aborted when the run is stopped: Ctrl-C, a limit, a move of main that nobody explains. */
  readonly signal: AbortSignal;
}
