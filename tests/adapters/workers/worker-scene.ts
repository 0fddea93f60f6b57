import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createFiles } from '../../../src/adapters/files.ts';
import { createProcesses } from '../../../src/adapters/process/processes.ts';
import type { WorkerDependencies } from '../../../src/adapters/workers/worker-dependencies.ts';
import type { ProcessEnd } from '../../../src/ports/processes.ts';
import type { WorkerRequest } from '../../../src/ports/worker.ts';

/** A directory with programs of its own, on a path that holds nothing else of theirs. */
export interface WorkerScene {
  readonly dir: string;
  readonly dependencies: WorkerDependencies;
  /** Puts a program on the path, as a script of the system's shell. */
  program(name: string, script: string): Promise<string>;
}

export async function createWorkerScene(environment: Readonly<Record<string, string>> = {}): Promise<WorkerScene> {
  const dir = await mkdtemp(join(tmpdir(), 'worker-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return {
    dir,
    dependencies: {
      processes: createProcesses(),
      files: createFiles(),
      environment: { PATH: `${dir}:/usr/bin:/bin`, HOME: dir, ...environment },
      scratchDir: join(dir, 'scratch'),
    },
    program: async (name, script) => {
      const file = join(dir, name);
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
      return file;
    },
  };
}

export const request = (changes: Partial<WorkerRequest> = {}): WorkerRequest => ({
  worktree: '/base/task-greet',
  gitCommonDir: '/base/main/.git',
  role: 'developer',
  prompt: 'Say hello.',
  promptFile: '/home/runs/r-1/j-1.prompt.md',
  access: 'workspace-write',
  network: 'none',
  model: null,
  effort: null,
  fallbackModel: null,
  ...changes,
});

export const ended = (changes: Partial<ProcessEnd> = {}): ProcessEnd => ({
  reason: 'exited',
  exitCode: 0,
  signal: null,
  durationMs: 61_000,
  stdoutBytes: 1,
  stderrBytes: 0,
  error: null,
  ...changes,
});

export const jsonLines = (...events: readonly unknown[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
