import { type ChildProcess, spawn } from 'node:child_process';
import type { ProcessSpec } from '../../ports/processes.ts';
import type { OutputFiles } from './output-files.ts';
import { JOB_MARKER_VARIABLE } from './process-table.ts';
import type { ChildExit, SpawnedChild } from './spawn-child.ts';
import { describeSpawnFailure } from './spawn-error.ts';

/**
 * Does what `spawnChild` does by Node alone, for the small processes that start the commands of a plan: they are kept small since a
 * `fork` costs by the memory of who forks, and execa would make them half as large again, with 100 ms to load it.
 */
export function spawnLean({ argv, cwd, env, marker }: ProcessSpec, output: OutputFiles): SpawnedChild {
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
