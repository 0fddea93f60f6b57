import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { WorkerDependencies } from './worker-dependencies.ts';

export interface ShortCommandResult {
  /** Null when it could not be started or was ended. */
  readonly exitCode: number | null;
  /** stdout and stderr together. */
  readonly output: string;
  readonly error: string | null;
}

const DEADLINE_MS = 20_000;

/** Runs a command that answers at once, such as `codex --version`, in the workers' environment. */
export async function runShortCommand(
  { processes, files, environment, scratchDir }: WorkerDependencies,
  argv: readonly string[],
): Promise<ShortCommandResult> {
  const name = `probe-${randomUUID()}`;
  const log = join(scratchDir, `${name}.log`);
  await files.makeDirectory(scratchDir);
  try {
    const end = await processes.run({
      argv,
      cwd: scratchDir,
      env: environment,
      stdoutFile: log,
      stderrFile: log,
      marker: name,
      deadlineMs: DEADLINE_MS,
      graceMs: 1000,
      maxOutputBytes: 1024 * 1024,
      silenceMs: null,
    });
    return { exitCode: end.exitCode, output: await files.tail(log, 64 * 1024), error: end.error };
  } finally {
    await files.remove(log);
  }
}
