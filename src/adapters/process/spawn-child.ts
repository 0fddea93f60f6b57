import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessSpec } from '../../ports/processes.ts';
import type { OutputFiles } from './output-files.ts';
import { JOB_MARKER_VARIABLE } from './process-table.ts';
import { describeSpawnFailure } from './spawn-error.ts';

export interface SpawnedChild {
  /** Undefined when it could not be started. */
  readonly pid: number | undefined;
  /** Never rejects. */
  readonly exit: Promise<ChildExit>;
}

interface ChildExit {
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
  const failed = (cause: unknown): ChildExit => ({
    exitCode: null,
    signal: null,
    error: describeSpawnFailure({ program, cwd, cause }),
  });
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd,
      env: { ...env, [JOB_MARKER_VARIABLE]: marker },
      detached: true,
      stdio: ['ignore', output.stdoutFd, output.stderrFd],
    });
  } catch (error) {
    // An argument that holds a NUL character, say.
    return { pid: undefined, exit: Promise.resolve(failed(error)) };
  }
  const { promise: exit, resolve } = Promise.withResolvers<ChildExit>();
  // A signal that could not be sent to a living child comes as an error too.
  child.on('error', (error) => {
    if (child.pid === undefined) resolve(failed(error));
  });
  child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, error: null }));
  return { pid: child.pid, exit };
}
