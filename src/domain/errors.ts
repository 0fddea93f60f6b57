/**
 * The one root of all errors that a person may read. `docs/errors.md` lists exactly these codes (a test compares them).
 * `exit` is the exit code that the command line ends with when nobody handles the error (`interface.md`).
 */
export const ERROR_CODES = {
  usage: { fault: 'user', retryable: false, exit: 2 },
  'config-invalid': { fault: 'user', retryable: false, exit: 2 },
  'model-key-missing': { fault: 'user', retryable: false, exit: 2 },
  'model-key-refused': { fault: 'user', retryable: false, exit: 2 },
  'model-unavailable': { fault: 'service', retryable: true, exit: 1 },
  'model-misbehaved': { fault: 'service', retryable: true, exit: 1 },
  'base-dir-missing': { fault: 'user', retryable: false, exit: 2 },
  'base-dir-invalid': { fault: 'user', retryable: false, exit: 2 },
  'home-invalid': { fault: 'user', retryable: false, exit: 2 },
  'home-busy': { fault: 'user', retryable: true, exit: 2 },
  'not-a-repository': { fault: 'user', retryable: false, exit: 2 },
  'no-commits': { fault: 'user', retryable: false, exit: 2 },
  'detached-head': { fault: 'user', retryable: false, exit: 2 },
  'layout-unsupported': { fault: 'user', retryable: false, exit: 2 },
  'main-dirty': { fault: 'user', retryable: false, exit: 2 },
  'main-diverged': { fault: 'user', retryable: false, exit: 2 },
  'main-moved': { fault: 'user', retryable: false, exit: 3 },
  'git-too-old': { fault: 'user', retryable: false, exit: 2 },
  'git-failed': { fault: 'us', retryable: false, exit: 1 },
  'no-checks': { fault: 'user', retryable: false, exit: 2 },
  'baseline-red': { fault: 'user', retryable: false, exit: 2 },
  infrastructure: { fault: 'us', retryable: true, exit: 1 },
  'worker-unavailable': { fault: 'user', retryable: false, exit: 2 },
  'policy-invalid': { fault: 'user', retryable: false, exit: 2 },
  'pipeline-invalid': { fault: 'user', retryable: false, exit: 2 },
  'plan-invalid': { fault: 'user', retryable: false, exit: 2 },
  'verification-invalid': { fault: 'user', retryable: false, exit: 2 },
  'browser-missing': { fault: 'user', retryable: false, exit: 2 },
  'prompt-invalid': { fault: 'user', retryable: false, exit: 2 },
  'database-newer': { fault: 'user', retryable: false, exit: 2 },
  'database-locked': { fault: 'user', retryable: true, exit: 2 },
  'database-damaged': { fault: 'us', retryable: false, exit: 2 },
  'disk-full': { fault: 'user', retryable: true, exit: 2 },
  'output-failed': { fault: 'user', retryable: true, exit: 1 },
  'state-conflict': { fault: 'us', retryable: true, exit: 1 },
  'unknown-run': { fault: 'user', retryable: false, exit: 2 },
  'unknown-task': { fault: 'user', retryable: false, exit: 2 },
  'unknown-job': { fault: 'user', retryable: false, exit: 2 },
  'unknown-repository': { fault: 'user', retryable: false, exit: 2 },
  'repository-invalid': { fault: 'user', retryable: false, exit: 2 },
  'worktree-busy': { fault: 'us', retryable: true, exit: 1 },
  'worktree-invalid': { fault: 'user', retryable: false, exit: 2 },
  'nothing-waits': { fault: 'user', retryable: false, exit: 2 },
  'approval-refused': { fault: 'user', retryable: false, exit: 2 },
  'tampering-found': { fault: 'worker', retryable: false, exit: 1 },
  'limit-reached': { fault: 'user', retryable: false, exit: 4 },
  interrupted: { fault: 'user', retryable: true, exit: 130 },
} as const satisfies Record<string, { fault: Fault; retryable: boolean; exit: ExitCode }>;

/** Whose fault an error is: the person's, the worker's, an outside service's, or ours. */
export type Fault = 'user' | 'worker' | 'service' | 'us';

/** Exit codes as `interface.md` fixes them. */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 130;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An error with a cause and a way out.
 * @param message what happened and why, one sentence or a few lines
 * @param next the next step for the reader, as an instruction
 */
export class OrchestratorError extends Error {
  readonly code: ErrorCode;
  readonly next: string;

  constructor(code: ErrorCode, message: string, next: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'OrchestratorError';
    this.code = code;
    this.next = next;
  }

  get fault(): Fault {
    return ERROR_CODES[this.code].fault;
  }

  get retryable(): boolean {
    return ERROR_CODES[this.code].retryable;
  }

  get exitCode(): ExitCode {
    return ERROR_CODES[this.code].exit;
  }
}

/** Says nothing about the work: a task waits until it is put right, and the others go on. */
export const isAroundTheWork = ({ code }: OrchestratorError): boolean =>
  code === 'infrastructure' || code === 'browser-missing';

/** Somebody else was quicker: with what is stored by now it may be tried again. */
export const isStateConflict = (error: unknown): boolean =>
  error instanceof OrchestratorError && error.code === 'state-conflict';

/** Without the store nothing that anybody does could be recorded: there is no going on. */
export const isStoreGone = (error: unknown): boolean =>
  error instanceof OrchestratorError && STORE_GONE.has(error.code);

const STORE_GONE: ReadonlySet<ErrorCode> = new Set([
  ...(['database-locked', 'database-damaged', 'database-newer', 'disk-full'] as const),
]);

/** The store did not take what was to be recorded: it is gone, or somebody else was quicker. */
export const isStoreFailure = (error: unknown): boolean => isStoreGone(error) || isStateConflict(error);
