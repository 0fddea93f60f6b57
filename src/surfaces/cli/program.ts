import { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { COMMANDS, HIDDEN_COMMANDS } from './command-table.ts';
import { withExamples } from './examples.ts';
import { directoryOption, jsonOption, runOptions } from './flags.ts';
import { usageError } from './usage-error.ts';

/**
 * The parser with all commands; only those that the words name are loaded. A word after `--` is never a command.
 * Whatever is wrong with the words rejects the parse with a `CommanderError` or an error of code `usage`.
 */
export const createProgram = async (context: CommandContext, words: readonly string[]): Promise<Command> => {
  const program = newProgram(context);
  if (isForcedTask(words)) return program;
  for (const { name, usage, summary, load } of COMMANDS) {
    if (words.includes(name)) (await load())(program, context);
    else program.command(usage === undefined ? name : `${name} ${usage}`).description(summary);
  }
  for (const { name, load } of HIDDEN_COMMANDS) {
    if (words.includes(name)) (await load())(program, context);
  }
  refuseUnknownTopic(program, words);
  return program;
};

const newProgram = (context: CommandContext): Command => {
  const { deps, out, err } = context;
  const program = new Command('orchestrator')
    .description(
      'A tech-lead agent that plans, delegates, integrates and reports; deterministic gates have the final say.',
    )
    .usage('"<task>" [options]\n       orchestrator <command> [options]')
    .argument('[task]', 'what is to be done, in one quoted text')
    .allowExcessArguments()
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => out.write(text),
      writeErr: (text) => err.write(text),
      // Said once, by whoever catches it, in the form of all other errors.
      outputError: () => undefined,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .version(deps.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .addOption(directoryOption())
    .addOption(jsonOption('end with the report as one JSON document on stdout'));
  for (const option of runOptions()) program.addOption(option);
  program.hook('preAction', refuseStrayOptions);
  program.hook('preAction', refuseStrayWords);
  program.action(async (_task: unknown, _options: unknown, command: Command) => {
    const { runMainJob } = await import('./commands/main-job.ts');
    await runMainJob(command, context);
  });
  return withExamples(
    program,
    'orchestrator "Add a --verbose option and cover it with tests"',
    'orchestrator "Upgrade to ESLint 10" --worker claude --delivery patch-only',
    'orchestrator status',
    'orchestrator -- status        (a task that happens to be named like a command)',
  );
};

const isForcedTask = (words: readonly string[]): boolean => {
  const dashes = words.indexOf('--');
  const names = [...COMMANDS, ...HIDDEN_COMMANDS, { name: 'help' }].map(({ name }) => name);
  return dashes >= 0 && !words.slice(0, dashes).some((word) => names.includes(word));
};

/** `help nope`: the parser prints the help of all commands, and no word about this one. */
const refuseUnknownTopic = (program: Command, words: readonly string[]): void => {
  const at = words.indexOf('help');
  const child = (command: Command | undefined, word: string): Command | undefined =>
    command?.commands.find((candidate) => candidate.name() === word);
  const asked = words.slice(0, at).reduce(child, at < 0 ? undefined : program);
  const topic = words[at + 1];
  if (asked === undefined || asked.commands.length === 0 || topic === undefined || topic.startsWith('-')) return;
  if (topic === 'help' || child(asked, topic) !== undefined) return;
  throw usageError(`there is no command \`${commandLine(asked)} ${topic}\``, `see \`${commandLine(asked)} --help\``);
};

/** An option of the main job in front of a command that does not have it would be lost without a word. */
const refuseStrayOptions = (program: Command, command: Command): void => {
  if (command === program) return;
  const known = new Set(command.options.map((option) => option.attributeName()));
  for (const option of program.options) {
    const name = option.attributeName();
    if (program.getOptionValueSource(name) !== 'cli' || known.has(name)) continue;
    throw usageError(
      `${option.long ?? option.short} is no option of \`${commandLine(command)}\``,
      `see \`${commandLine(command)} --help\``,
    );
  }
};

/** A word too many was meant for something: `run a.yaml b.yaml` would otherwise run one of them without a word. */
const refuseStrayWords = (program: Command, command: Command): void => {
  const { registeredArguments, args } = command;
  if (command === program || registeredArguments.some(({ variadic }) => variadic)) return;
  const stray = args[registeredArguments.length];
  if (stray === undefined) return;
  throw usageError(`"${stray}" is one word too many`, `see \`${commandLine(command)} --help\``);
};

/** The command that the words lead to, as far as they name one: `orchestrator task create`. */
export const commandLineOf = (program: Command, words: readonly string[]): string => {
  let command = program;
  for (const word of words) command = command.commands.find((candidate) => candidate.name() === word) ?? command;
  return commandLine(command);
};

const commandLine = (command: Command): string =>
  command.parent === null ? command.name() : `${commandLine(command.parent)} ${command.name()}`;
