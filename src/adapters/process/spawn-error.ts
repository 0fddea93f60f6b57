import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

/** What was to be started, and what the system answered. */
interface SpawnFailure {
  readonly program: string;
  readonly cwd: string;
  readonly cause: unknown;
}

/** Says in one sentence why a program could not be started; the system's own words name neither the cause nor the way out. */
export function describeSpawnFailure({ program, cwd, cause }: SpawnFailure): string {
  if (!existsSync(cwd)) {
    return `The working directory ${cwd} does not exist.`;
  }
  switch (errorCode(cause)) {
    case 'ENOENT':
      return describeMissing(program, cwd);
    case 'EACCES':
      return `${program} may not be executed (permission denied).`;
    case 'ENOTDIR':
      return `The working directory ${cwd} or a part of the path of ${program} is not a directory.`;
    case 'E2BIG':
      return `The arguments and environment of ${program} are longer than the system allows (on Linux 128 KiB for one argument): hand long text over in a file.`;
    default:
      return `${program} could not be started: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

function describeMissing(program: string, cwd: string): string {
  if (!program.includes('/')) {
    return `${program} was not found on PATH.`;
  }
  const path = isAbsolute(program) ? program : resolve(cwd, program);
  return existsSync(path)
    ? `${program} exists, but the interpreter named in its first line does not.`
    : `${path} does not exist.`;
}

function errorCode(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
