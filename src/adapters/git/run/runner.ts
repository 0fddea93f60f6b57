import { gitFailed, gitUnfinished } from './failure.ts';
import { type Environment, hardenedConfig, hardenedEnvironment } from './hardening.ts';
import type { SettingsFile } from './settings-file.ts';
import { errorCode, LARGEST_OUTPUT_BYTES, spawnGit } from './spawn-git.ts';

export const DEADLINE_MS = 60_000;
export interface RunOptions {
  /** Exit codes that are an answer; any other rejects. Default: 0. */
  readonly answers?: readonly number[];
  readonly input?: string | Uint8Array;
  /** Added to the hardened environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  /** `latin1` keeps every byte of file names that are no UTF-8. Default: `utf8`. */
  readonly encoding?: 'utf8' | 'latin1';
}

export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one hardened git command in `dir`; rejects with `git-failed` and its kin, naming the command and what git said. */
export type GitRunner = (dir: string, args: readonly string[], options?: RunOptions) => Promise<GitAnswer>;

export interface RunnerOptions {
  readonly environment: Environment;
  readonly settings: SettingsFile;
  /** Called before each command: puts back what a worker changed. */
  readonly before: () => void;
}

/** The one place that starts git; exit codes, a deadline and errors in our terms. */
export function createRunner({ environment, settings, before }: RunnerOptions): GitRunner {
  return async (dir, args, options = {}) => {
    const { answers = [0], deadlineMs = DEADLINE_MS, encoding = 'utf8' } = options;
    before();
    const end = await spawnGit({
      cwd: dir,
      args: [...hardenedConfig('local'), ...args],
      env: {
        ...hardenedEnvironment(environment, settings.ready(dir), 'local'),
        GIT_LITERAL_PATHSPECS: '1',
        ...options.env,
      },
      input: options.input,
      deadlineMs,
    });
    const stderr = end.stderr.toString('utf8');
    switch (end.type) {
      case 'stopped':
        throw gitFailed({ dir, args, exitCode: null, stderr: whyStopped(end.why, deadlineMs) });
      case 'lost':
        throw gitUnfinished(
          { dir, args, stderr: `${end.cause.message}\n${stderr}`, cause: end.cause },
          errorCode(end.cause),
        );
      case 'exited':
        if (!answers.includes(end.exitCode)) throw gitFailed({ dir, args, exitCode: end.exitCode, stderr });
        return { exitCode: end.exitCode, stdout: end.stdout.toString(encoding), stderr };
    }
  };
}

function whyStopped(why: 'deadline' | 'output', deadlineMs: number): string {
  return why === 'deadline' ? `no end after ${deadlineMs / 1000} s` : `more output than ${LARGEST_OUTPUT_BYTES} bytes`;
}
