import { existsSync } from 'node:fs';
import { type ErrorCode, OrchestratorError } from '../../../domain/errors.ts';

/** How a git command ended that did not answer. */
export interface GitFailure {
  readonly dir: string;
  readonly args: readonly string[];
  /** Null when it was ended or never started. */
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly cause?: unknown;
}

interface Diagnosis {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly next: string;
}

const DIAGNOSES: readonly Diagnosis[] = [
  {
    pattern: /No space left on device|Disk quota exceeded/i,
    code: 'disk-full',
    next: 'Free space on the disk that holds the repository, then resume.',
  },
  {
    pattern: /detected dubious ownership/i,
    code: 'not-a-repository',
    next: 'Make the directory yours, or name it in safe.directory of your own git settings.',
  },
  {
    pattern: /not a git repository|unable to read current working directory/i,
    code: 'not-a-repository',
    next: 'Name a directory inside a git repository.',
  },
  {
    pattern: /does not have any commits yet/i,
    code: 'no-commits',
    next: 'Make a first commit.',
  },
  {
    pattern: /\.lock': File exists/i,
    code: 'git-failed',
    next: 'Another git command is at work here. When none is, resume: a lock that nobody holds is removed at the start.',
  },
];

const MESSAGE_LINES = 8;

/** Turns a failed command into an error that names the command and says what git said. */
export function gitFailed(failure: GitFailure): OrchestratorError {
  const said = firstLines(failure.stderr);
  const diagnosis = DIAGNOSES.find(({ pattern }) => pattern.test(failure.stderr));
  const end = failure.exitCode === null ? '' : ` (exit code ${failure.exitCode})`;
  return new OrchestratorError(
    diagnosis?.code ?? 'git-failed',
    withoutCredentials(`git ${failure.args.join(' ')} failed in ${failure.dir}${end}${said === '' ? '' : `: ${said}`}`),
    diagnosis?.next ?? 'Run the command by hand in that directory; when it works there, resume.',
    { cause: failure.cause },
  );
}

/** For a command that never started or was ended by a signal: most often git or the directory is not there. */
export function gitUnfinished(
  failure: Omit<GitFailure, 'exitCode'>,
  systemCode: string | undefined,
): OrchestratorError {
  if (!existsSync(failure.dir)) {
    return gitFailed({ ...failure, exitCode: null, stderr: 'the directory does not exist' });
  }
  if (systemCode === 'ENOENT') {
    return new OrchestratorError(
      'git-too-old',
      'There is no git on PATH.',
      'Install git 2.38 or newer and see that it is on PATH.',
    );
  }
  return gitFailed({ ...failure, exitCode: null });
}

/** The first lines of what git said, without addresses' passwords (INV-12). */
function firstLines(stderr: string): string {
  return withoutCredentials(stderr.trim().split('\n').slice(0, MESSAGE_LINES).join('\n'));
}

/** Takes names and passwords out of addresses. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(\w+:\/\/)[^/\s@]+@/g, '$1');
}
