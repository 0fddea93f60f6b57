import type { RunReport } from '../../src/domain/report.ts';

/** What one start of the victim is to do. */
export interface VictimOrder {
  readonly command: 'run' | 'resume';
  /** Absolute path of the file to which every passed point is appended. */
  readonly points: string;
  /** Absolute path of the file that receives the `VictimResult`. */
  readonly result: string;
  /** Where to end; null to go on to the end. */
  readonly kill: KillAt | null;
  /** The protection that is taken away; null for none. */
  readonly without: 'ending orphans' | 'finishing moves' | null;
}

/** The `nth` time that `point` is passed; points `during` something are followed by a pause of `delayMs`. */
export interface KillAt {
  readonly point: string;
  readonly nth: number;
  readonly delayMs: number;
}

export interface VictimResult {
  /** Null when there was nothing left to do. */
  readonly report: RunReport | null;
  readonly error: string | null;
}
