import type { Baseline } from '../domain/journal.ts';
import type { Tampering } from '../ports/git.ts';

/** What belongs to one run while this process works on it. */
export interface RunScope {
  readonly run: string;
  /** The checks as main has them (INV-3); empty: the person says there are none. */
  readonly checks: readonly (readonly string[])[];
  /** What main says to them; rejects with `baseline-red`. Needed before the first merge, so planning need not wait for it. */
  readonly baseline: Promise<Baseline | null>;
  /** Aborted when the run is stopped: Ctrl-C, a limit, a move of main that nobody explains. */
  readonly signal: AbortSignal;
  /** What was found changed of what git runs code from, in the order found; grows (INV-16). */
  readonly tampering: Tampering[];
}
