import type { ProcessIdentity } from '../../ports/processes.ts';

/** What this machine runs at one moment, as far as ending a process tree needs it. Reading is synchronous, so that a look ages little. */
export interface ProcessTable {
  /** Every process in the state `running`. */
  look(): readonly ProcessEntry[];
  /** One process in whatever state; null when no process has this pid. */
  find(pid: number): ProcessEntry | null;
  readMarker(entry: ProcessEntry): MarkerReading;
  /** The pid given out last, to a process or a thread; null where the system does not tell. */
  newestPid(): number | null;
}

export interface ProcessEntry extends ProcessIdentity {
  /** `ended`: a zombie, of which there is nothing left but its entry. A stopped or sleeping process is running. */
  readonly state: 'running' | 'ended' | 'kernel-thread';
  readonly parentPid: number;
  readonly groupId: number;
  /** The session, which a child keeps when it moves to another group; the group where the system does not tell. */
  readonly sessionId: number;
  /** Never smaller for a process that started later; the unit is the table's own. */
  readonly startedAt: number;
}

/** `unsettled`: the process has ended since the look, or is between two programs (exec) with an environment yet to come. */
export type MarkerReading =
  | { readonly kind: 'marked'; readonly marker: string }
  | { readonly kind: 'unmarked' }
  | { readonly kind: 'unsettled' };

/** The environment variable that every process of a job inherits (INV-8). */
export const JOB_MARKER_VARIABLE = 'ORCHESTRATOR_JOB';

/** The process with this pid and its ancestors, nearest first. */
export function lineage(table: ProcessTable, pid: number): readonly ProcessEntry[] {
  const line: ProcessEntry[] = [];
  const seen = new Set<number>();
  for (let entry = table.find(pid); entry !== null && !seen.has(entry.pid); entry = table.find(entry.parentPid)) {
    seen.add(entry.pid);
    line.push(entry);
  }
  return line;
}
