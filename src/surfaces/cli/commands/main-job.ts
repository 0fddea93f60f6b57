import type { Command } from 'commander';
import { closest, distance } from 'fastest-levenshtein';
import type { CommandContext } from '../command-context.ts';
import { COMMANDS, FUTURE_COMMANDS } from '../command-table.ts';
import { flagsOf } from '../flags.ts';
import { endWithReport, perform } from '../perform.ts';
import { usageError } from '../usage-error.ts';

/** The main job: one task from plan to report. A slip of the finger never starts an expensive run. */
export const runMainJob = async (program: Command, context: CommandContext): Promise<void> => {
  const flags = flagsOf(program);
  // Without commands the parser was told by `--` that the words are a task.
  const goal = readGoal(program.args, program.commands.length === 0);
  const { result: report, words } = await perform(context, flags, {
    open: (sinks) => context.deps.openWorking(flags, sinks),
    work: (app, signal) => app.runMainJob({ goal, pipeline: flags.pipeline ?? null }, signal),
  });
  await endWithReport(context, flags, report, words);
};

/**
 * The task in the words of the command line.
 * @param forced the person said that the words are no command
 */
const readGoal = (words: readonly string[], forced: boolean): string => {
  const [first = '', ...others] = words;
  if (first.trim() === '') {
    throw usageError(
      'no task was given',
      'say what is to be done: orchestrator "Add a --verbose option"; see also `orchestrator --help`',
    );
  }
  if (!forced) refuseCommand(first, others.length > 0);
  if (others.length > 0) {
    throw usageError(
      `a task is one text, and these are ${words.length} words`,
      `put the task in quotes: orchestrator ${JSON.stringify(words.join(' '))}`,
    );
  }
  return first;
};

const refuseCommand = (word: string, hasArguments: boolean): void => {
  const names = COMMANDS.map(({ name }) => name);
  if (FUTURE_COMMANDS.includes(word)) {
    throw usageError(
      `\`orchestrator ${word}\` is not built yet`,
      `see \`orchestrator --help\`; if ${JSON.stringify(word)} is a task: orchestrator -- ${JSON.stringify(word)}`,
    );
  }
  const name = closest(word, names);
  // Half of a short word may differ by chance.
  if (distance(word, name) > Math.min(2, Math.floor(word.length / 2))) return;
  throw usageError(
    `there is no command ${JSON.stringify(word)}; did you mean \`orchestrator ${name}\`?`,
    hasArguments ? `see \`orchestrator ${name} --help\`` : `if it is a task: orchestrator -- ${JSON.stringify(word)}`,
  );
};
