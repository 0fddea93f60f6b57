import type { Defect, ScenarioStep, Snapshot, VerificationPlan } from '../domain/verification/verification.ts';

/** A browser of this machine, without a window. It reaches nothing but loopback (INV-4). */
export interface Browser {
  /**
   * Absolute path of the program that is started.
   * @throws OrchestratorError `browser-missing`
   */
  program(): string;
  /**
   * Opens a browser, goes through the steps of a scenario as a user would, and closes it. It does not reject for what the page does.
   * Rejects with `browser-missing` where there is no browser, and with `infrastructure` where it cannot be started.
   */
  visit(visit: Visit): Promise<Visited>;
}

export interface Visit {
  /** Where the scenario begins; requests to the same origin are the page's own. */
  readonly url: string;
  readonly steps: readonly ScenarioStep[];
  readonly allow: VerificationPlan['allow'];
  readonly stepTimeoutMs: number;
  /** Absolute path of a directory for snapshots. */
  readonly directory: string;
  /** Absolute path of a directory for what the browser itself stores; it is left behind. */
  readonly profile: string;
  /** The whole environment of the browser; nothing is inherited (INV-12). */
  readonly env: Readonly<Record<string, string>>;
  /** Value of `ORCHESTRATOR_JOB` in the browser's environment (INV-8). */
  readonly marker: string;
  /** Closes the browser in the middle; what was seen until then is the answer. */
  readonly signal: AbortSignal;
}

export interface Visited {
  /** How many steps were gone through. */
  readonly done: number;
  readonly findings: readonly Defect[];
  readonly snapshots: readonly Snapshot[];
}
