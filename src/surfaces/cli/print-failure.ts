import { RunFailed } from '../../app/runs/run-failed.ts';
import { type ExitCode, OrchestratorError } from '../../domain/errors.ts';
import type { CommandContext } from './command-context.ts';
import { printError } from './print-error.ts';
import { printJson } from './print-json.ts';

/**
 * Says on stderr what ended a command and returns the exit code for it. With `--json` the report of a run that had begun
 * stands on stdout as it does after every run.
 */
export const printFailure = (
  { out, err }: Pick<CommandContext, 'out' | 'err'>,
  failure: unknown,
  json: boolean,
): ExitCode => {
  if (json && failure instanceof RunFailed) printJson(out, failure.report);
  const error = failure instanceof RunFailed ? failure.cause : failure;
  // Said already, by whoever was interrupted.
  if (error instanceof OrchestratorError && error.code === 'interrupted') return error.exitCode;
  return printError(err, error, json);
};
