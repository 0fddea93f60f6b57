import { execa } from 'execa';
import { OrchestratorError } from '../../domain/errors.ts';
import { gitFailed, gitUnfinished } from './failure.ts';
import { type Environment, hardenedConfig, hardenedEnvironment, type Purpose } from './hardening.ts';
import type { SettingsFile } from './settings-file.ts';

export const DEADLINE_MS = 60_000;
const GRACE_MS = 2_000;

/** More than any list of paths that we handle, less than what makes this process slow to start others. */
const LARGEST_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface RunOptions {
  /** Exit codes that are an answer; any other rejects. Default: 0. */
  readonly answers?: readonly number[];
  readonly input?: string | Uint8Array;
  /** Added to the hardened environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal | undefined;
  readonly purpose?: Purpose;
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

/**
 * The one place that starts git. execa and not simple-git: a deadline here has to end the filters that git started too (simple-git
 * interrupts git alone and starts its clock anew with each output), and exit code 1 is an answer that simple-git hides.
 */
export function createRunner({ environment, settings, before }: RunnerOptions): GitRunner {
  return async (dir, args, options = {}) => {
    const { answers = [0], deadlineMs = DEADLINE_MS, purpose = 'local', encoding = 'utf8' } = options;
    before();
    const result = await execa('git', [...hardenedConfig(purpose), ...args], {
      cwd: dir,
      env: {
        ...hardenedEnvironment(environment, settings.ready(dir), purpose),
        GIT_LITERAL_PATHSPECS: '1',
        ...options.env,
      },
      extendEnv: false,
      reject: false,
      encoding: 'buffer',
      stripFinalNewline: false,
      maxBuffer: LARGEST_OUTPUT_BYTES,
      timeout: deadlineMs,
      forceKillAfterDelay: GRACE_MS,
      killDescendants: true,
      ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
      ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
    });
    const stderr = Buffer.from(result.stderr).toString('utf8');
    if (result.isCanceled) throw interrupted(args, dir);
    if (result.timedOut) throw gitFailed({ dir, args, exitCode: null, stderr: `no end after ${deadlineMs / 1000} s` });
    if (result.isMaxBuffer) {
      throw gitFailed({ dir, args, exitCode: null, stderr: `more output than ${LARGEST_OUTPUT_BYTES} bytes` });
    }
    if (result.exitCode === undefined) {
      throw gitUnfinished({ dir, args, stderr: `${result.shortMessage ?? ''}\n${stderr}`, cause: result }, result.code);
    }
    if (!answers.includes(result.exitCode)) throw gitFailed({ dir, args, exitCode: result.exitCode, stderr });
    return { exitCode: result.exitCode, stdout: Buffer.from(result.stdout).toString(encoding), stderr };
  };
}

function interrupted(args: readonly string[], dir: string): OrchestratorError {
  return new OrchestratorError('interrupted', `git ${args[0] ?? ''} in ${dir} was interrupted.`, 'Resume the run.');
}
