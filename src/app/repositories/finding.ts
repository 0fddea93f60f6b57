/** What one look at the machine, or at a repository, found. */
export interface Finding {
  readonly check: string;
  readonly ok: true | false | 'warn';
  readonly detail: string;
  /** A command or an instruction that mends it; null when there is nothing to mend. */
  readonly fix: string | null;
}

export const good = (check: string, detail: string): Finding => ({ check, ok: true, detail, fix: null });

/** Stops a run. */
export const bad = (check: string, detail: string, fix: string): Finding => ({ check, ok: false, detail, fix });

/** Worth a look, and stops nothing. */
export const doubtful = (check: string, detail: string, fix: string): Finding => ({ check, ok: 'warn', detail, fix });
