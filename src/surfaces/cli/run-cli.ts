import { type Command, CommanderError } from 'commander';
import { type ExitCode, OrchestratorError } from '../../domain/errors.ts';
import type { CliDeps } from './cli-deps.ts';
import type { CommandContext } from './command-context.ts';
import { createOutput } from './output.ts';
import { printFailure } from './print-failure.ts';
import { commandLineOf, createProgram } from './program.ts';
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
    await parse(await createProgram(context, argv), argv);
  } catch (error) {
    if (isHelp(error)) context.end(error.exitCode === 0 ? 0 : 2);
    else context.end(printFailure(context, error, wantsJson(argv)));
  }
  const unwritten = await context.out.finish();
  if (unwritten === null) return exitCode;
  const exit = printFailure(context, outputFailed(unwritten), wantsJson(argv));
  return exitCode === 0 ? exit : exitCode;
};

const outputFailed = ({ message }: Error): OrchestratorError =>
  new OrchestratorError(
    'output-failed',
    `Standard output cannot be written: ${message}.`,
    'Make room, or send the output elsewhere; what was done stays done.',
  );

const INTERRUPTED: ExitCode = 130;

const HELP_CODES = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

const isHelp = (error: unknown): error is CommanderError =>
  error instanceof CommanderError && HELP_CODES.includes(error.code);

/** The parser's own complaints take the form of all others. */
const parse = async (program: Command, argv: readonly string[]): Promise<void> => {
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || HELP_CODES.includes(error.code)) throw error;
    throw usageError(error.message.replace(/^error: /, ''), `see \`${commandLineOf(program, argv)} --help\``);
  }
};

/** Known before anything could be parsed, for the parser's own complaints. */
const wantsJson = (argv: readonly string[]): boolean => {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
};
