import type { Files } from '../../ports/files.ts';
import type { Processes } from '../../ports/processes.ts';

/** What a coding CLI's adapter is handed. */
export interface WorkerDependencies {
  readonly processes: Processes;
  readonly files: Files;
  /** The environment that workers of this kind run in, `workers.<kind>.env` included; nothing else is looked at (INV-12). */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute path of a directory for the output of short commands. */
  readonly scratchDir: string;
}
