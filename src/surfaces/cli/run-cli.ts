import { CommanderError } from 'commander';
import type { ExitCode } from '../../domain/errors.ts';
import type { CliDeps } from './cli-deps.ts';
import type { CommandContext } from './command-context.ts';
import { createOutput } from './output.ts';
import { printFailure } from './print-failure.ts';
import { createProgram } from './program.ts';
import { usageError } from './usage-error.ts';

/**
 * Runs one command line from the first word to the exit code. Never rejects: what goes wrong is said on stderr.
 * @param argv the words after the program's name
 */
export const runCli = async (argv: readonly string[], deps: CliDeps): Promise<ExitCode> => {
  const { stdout, stderr, variables } = deps.io;
  let exitCode: ExitCode = 0;
  const context: CommandContext = {
    deps,
    out: createOutput(stdout, variables),
    err: createOutput(stderr, variables),
    end: (code) => {
      // What was interrupted stays so, whatever else there is to report.
      if (exitCode !== INTERRUPTED) exitCode = code;
    },
  };
  try {
    const program = await createProgram(context, argv);
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (isHelp(error)) return error.exitCode === 0 ? 0 : 2;
    context.end(printFailure(context, error instanceof CommanderError ? readable(error) : error, wantsJson(argv)));
    return exitCode;
  }
};

const INTERRUPTED: ExitCode = 130;

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

const isHelp = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && HELP_CODES.includes(error.code);

const readable = ({ message }: CommanderError): Error =>
  usageError(message.replace(/^error: /, ''), 'see `orchestrator --help`, or --help after a command');

/** Known before anything could be parsed, for the parser's own complaints. */
const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
};
