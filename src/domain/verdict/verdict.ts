import type { CiPolling } from '../checks/ci-polling.ts';

/** INV-13: only `pass` is yes. `pending` waits for somebody or something that the reason names. */
export type GateOutcome = 'pass' | 'fail' | 'pending';

/** One run of a check command by the harness (INV-3). `output` is the bounded tail, failing lines first. */
export interface CheckRun {
  readonly command: string;
  readonly argv: readonly string[];
  readonly exitCode: number | null;
  readonly durationMs: number;
  readonly output: string;
  /** True when the check fails in the same way on main and the configuration lets that pass. */
  readonly knownRed: boolean;
}

/** Facts that a gate's answer rests on; free-form text lines are for people, the typed fields for programs. */
export interface GateEvidence {
  readonly paths?: readonly string[];
  readonly checks?: readonly CheckRun[];
  readonly conflicts?: readonly string[];
  readonly diff?: string;
  /** The person whose word the answer is. */
  readonly approvedBy?: string;
  readonly rejectedBy?: string;
  readonly commit?: string;
  /** A role's report: the next worker reads it word for word. */
  readonly findings?: string;
  /** Ids of what a review leaves open. */
  readonly open?: readonly string[];
  /** What a role asks of a person; the gate waits for the answer. */
  readonly question?: string;
  /** What it waits for that ends by itself: nobody is asked, and the gate is asked again. */
  readonly until?: string;
  /** How often that was looked at so far, and when it is looked at again; without it, whenever a worker comes by. */
  readonly polling?: CiPolling;
  /** The report is missing or cannot be read as a verdict: its own role writes it again, nobody else is sent back. */
  readonly unusable?: true;
}

/** What a gate says of one candidate. */
export interface GateAnswer {
  readonly outcome: GateOutcome;
  readonly reason: string;
  readonly evidence: GateEvidence;
}

/** A gate's answer bound to the candidate it was given for (INV-2). */
export interface Verdict extends GateAnswer {
  readonly gate: string;
  /** Tree id of the candidate; a verdict for any other tree is stale. */
  readonly candidate: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}
