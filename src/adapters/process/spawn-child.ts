import { execa } from 'execa';
import type { ProcessSpec } from '../../ports/processes.ts';
import type { OutputFiles } from './output-files.ts';
import { JOB_MARKER_VARIABLE } from './process-table.ts';
import { describeSpawnFailure } from './spawn-error.ts';

/** Starts the child of a spec, which writes to these files. Never throws. */
export type SpawnChild = (spec: ProcessSpec, output: OutputFiles) => SpawnedChild;

export interface SpawnedChild {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exit: Promise<ChildExit>;
}

export interface ChildExit {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Why it could not be started; null when it was. */
  readonly error: string | null;
}

/**
 * Starts a child without a shell (INV-5), in a session of its own (INV-8), with the environment given and the marker alone
 * (INV-12), its stdin closed. It writes to the files' own descriptors, so that its output never passes through this process.
 */
export function spawnChild({ argv, cwd, env, marker }: ProcessSpec, output: OutputFiles): SpawnedChild {
  const [program = '', ...args] = argv;
  const describe = (cause: unknown) => describeSpawnFailure({ program, cwd, cause });
  try {
    const child = execa(program, args, {
      cwd,
      env: { ...env, [JOB_MARKER_VARIABLE]: marker },
      extendEnv: false,
      detached: true,
      stdio: ['ignore', descriptor(output.stdoutFd), descriptor(output.stderrFd)],
      buffer: false,
      reject: false,
      // Otherwise NODE_DEBUG in our environment would make execa print what it runs.
      verbose: 'none',
    });
    const waitForExit = async (): Promise<ChildExit> => {
      const { exitCode = null, signal = null, cause } = await child;
      return { exitCode, signal, error: child.pid === undefined ? describe(cause) : null };
    };
    return { pid: child.pid, exit: waitForExit() };
  } catch (error) {
    // An argument that holds a NUL character, say.
    return { pid: undefined, exit: Promise.resolve({ exitCode: null, signal: null, error: describe(error) }) };
  }
}

/** execa takes any open descriptor, but its types name the first few only. */
function descriptor(fd: number): 3 {
  return fd as 3;
}
