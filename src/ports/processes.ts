/** What runs outside this process. Implementations use no shell, their own process group and a closed stdin (INV-5, INV-8). */
export interface ProcessSpec {
  readonly argv: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  /** The whole environment of the child; nothing is inherited (INV-12). */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the file that receives stdout, appended through a descriptor of its own. */
  readonly stdoutFile: string;
  /** Absolute path for stderr; the same path as `stdoutFile` interleaves both. */
  readonly stderrFile: string;
  /** Stands in `stdoutFile` before what the child prints, and counts as no output. */
  readonly heading?: string;
  /** Value of `ORCHESTRATOR_JOB` in the child's environment; everything that carries it is ended with the child (INV-8). */
  readonly marker: string;
  /** After this long: SIGTERM, `graceMs`, SIGKILL of everything that descends from it or carries the marker. */
  readonly deadlineMs: number;
  readonly graceMs: number;
  /** More output than this in one file ends the child (a full disk stops everything else too). */
  readonly maxOutputBytes: number;
  /** Ends the child when it neither prints nor does what `activity` sees for so long; null for no watchdog (INV-14). */
  readonly silenceMs: number | null;
  /** A value that changes when the child does something visible besides printing, e.g. a digest of its worktree's status. */
  readonly activity?: () => Promise<string>;
  readonly signal?: AbortSignal;
  /** Called once with the identity of the child, before its end can be seen. */
  readonly onStarted?: (identity: ProcessIdentity) => void;
}

/** A pid alone is reused by the system; together with its start time it is not. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time in clock ticks since boot, as the kernel reports it; with the boot id it is unique. */
  readonly startTime: string;
}

/** `lost`: whoever ran it for us is gone, and whatever it had become was ended. */
export type ProcessEndReason = 'exited' | 'deadline' | 'aborted' | 'silent' | 'output-limit' | 'spawn-failed' | 'lost';

export interface ProcessEnd {
  readonly reason: ProcessEndReason;
  /** Null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly durationMs: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Why it could not start, or was lost; null otherwise. */
  readonly error: string | null;
}

export interface Processes {
  /** Runs to the end; never rejects for what the child does. */
  run(spec: ProcessSpec): Promise<ProcessEnd>;
  /** Ends every process whose `ORCHESTRATOR_JOB` passes `matches`; the count of processes ended. Never this process or its ancestors. */
  endMarked(matches: (marker: string) => boolean, graceMs: number): Promise<number>;
  /** Ends a process group's leader recorded before a crash together with what descends from it, if it is still the same process. */
  endIdentity(identity: ProcessIdentity, graceMs: number): Promise<boolean>;
  isAlive(identity: ProcessIdentity): boolean;
  /** Identity of this very process. */
  self(): ProcessIdentity;
  /** True when this process or an ancestor of it carries a job's marker, one that passes `matches` where that is given. */
  descendsFromJob(matches?: (marker: string) => boolean): boolean;
}
