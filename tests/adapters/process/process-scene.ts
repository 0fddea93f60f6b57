import { mkdtempSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import type { ProcessSpec } from '../../../src/ports/processes.ts';

/** A directory and a marker of its own for children; on disposal every child with the marker is ended and the directory removed. */
export interface ProcessScene extends AsyncDisposable {
  readonly directory: string;
  readonly marker: string;
  readonly stdoutFile: string;
  readonly stderrFile: string;
  /** A spec without limits that a healthy test could reach. */
  spec(argv: readonly string[], changes?: Partial<ProcessSpec>): ProcessSpec;
}

export function createScene(): ProcessScene {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'process-scene-'));
  const marker = `test-${directory}`;
  const stdoutFile = join(directory, 'stdout.log');
  const stderrFile = join(directory, 'stderr.log');
  return {
    directory,
    marker,
    stdoutFile,
    stderrFile,
    spec: (argv, changes = {}) => ({
      argv,
      cwd: directory,
      env: { PATH: process.env.PATH ?? '' },
      stdoutFile,
      stderrFile,
      marker,
      deadlineMs: 120_000,
      graceMs: 5_000,
      maxOutputBytes: 1_000_000_000,
      silenceMs: null,
      ...changes,
    }),
    async [Symbol.asyncDispose]() {
      await createProcesses().endMarked((found) => found.startsWith(marker), 0);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The command line of a fixture agent. */
export function agent(name: string, ...args: readonly string[]): readonly string[] {
  const path = fileURLToPath(new URL(`../../fixtures/agents/${name}`, import.meta.url));
  return name.endsWith('.sh') ? ['sh', path, ...args] : [process.execPath, path, ...args];
}

/** Resolves when `condition` gives something other than undefined or false; the test's own timeout ends a wait in vain. */
export async function until<T>(condition: () => T | Promise<T>): Promise<Exclude<T, undefined | false>> {
  for (;;) {
    const value = await condition();
    if (value !== undefined && value !== false) {
      return value as Exclude<T, undefined | false>;
    }
    await sleep(5);
  }
}
