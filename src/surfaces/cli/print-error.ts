import { type ExitCode, OrchestratorError } from '../../domain/errors.ts';
import type { Output } from './output.ts';
import { plainText } from './text/plain-text.ts';

const OUR_FAULT = 'this is a fault of the program: please report it together with the lines above';

/**
 * Says on stderr what went wrong and what to do, and returns the exit code for it. With `--json` it is one JSON document,
 * `{"error":{"code","message","next","retryable"}}`, on stderr as well: stdout carries results and nothing else.
 */
export const printError = (err: Output, error: unknown, json: boolean): ExitCode => {
  const { code, message, next, retryable, trace, exit } = describe(error);
  if (json) {
    err.line(JSON.stringify({ error: { code, message, next, retryable } }));
    return exit;
  }
  err.line(`${err.paint.red(err.paint.bold(`error[${code}]`))}: ${plainText(message)}`);
  for (const line of trace) err.line(err.paint.dim(plainText(line)));
  if (next !== '') err.line(`${err.paint.bold('next')}: ${plainText(next)}`);
  return exit;
};

interface Described {
  readonly code: string;
  readonly message: string;
  readonly next: string;
  /** Whether the same command may succeed without anything being changed. */
  readonly retryable: boolean;
  /** Where it came from; for our own faults only. */
  readonly trace: readonly string[];
  readonly exit: ExitCode;
}

const describe = (error: unknown): Described => {
  if (error instanceof OrchestratorError) {
    const { code, message, next, retryable, exitCode } = error;
    return { code, message, next, retryable, trace: [], exit: exitCode };
  }
  const message = error instanceof Error ? error.message : String(error);
  const trace = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 6) : [];
  return { code: 'internal', message, next: OUR_FAULT, retryable: false, trace, exit: 1 };
};
