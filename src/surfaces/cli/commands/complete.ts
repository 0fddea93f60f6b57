import type { Command } from 'commander';
import type { LookingApp } from '../cli-deps.ts';
import type { AddCommand, CommandContext } from '../command-context.ts';
import { withOpened } from '../with-opened.ts';

/** Names that exist now, by the word that an argument's name uses for them. */
const LIVE: Readonly<Record<string, (app: LookingApp) => Promise<readonly string[]>>> = {
  run: async (app) => (await app.runs()).map(({ id }) => id),
  task: async (app) => (await app.tasks()).flatMap(({ id, slug }) => [id, slug]),
  job: async (app) => [
    ...(await app.commandJobs()).map(({ job }) => job),
    ...(await app.tasks()).flatMap(({ jobs }) => jobs.map(({ job }) => job)),
  ],
  repository: async (app) => (await app.repositories()).map(({ project }) => project.repo),
  question: async (app) => (await app.status()).waiting.flatMap(({ question }) => question ?? []),
};

/** Prints what may stand next, one candidate a line. It never fails: no candidates are an answer too. */
export const addComplete: AddCommand = (parent, context) => {
  parent
    .command('__complete', { hidden: true })
    .argument('[words...]')
    .action(async (words: readonly string[]) => {
      const { command, position } = commandAt(parent, words);
      const argument = command.registeredArguments[position]?.name() ?? '';
      const names = command.commands.map((child) => child.name()).filter((name) => !name.startsWith('__'));
      const options = command.options.map(({ long, short }) => long ?? short ?? '');
      const live = await liveNames(context, argument.split('|'));
      // Shells expand what they are given: nothing but plain words reaches them.
      for (const word of [...names, ...live, ...options].filter((each) => /^[\w.-]+$/.test(each)))
        context.out.line(word);
    });
};

/** The command that the words lead to, and which of its arguments comes next. */
const commandAt = (program: Command, words: readonly string[]): { command: Command; position: number } => {
  let command = program;
  let position = 0;
  for (const word of words) {
    const child = command.commands.find((each) => each.name() === word);
    if (child !== undefined) [command, position] = [child, 0];
    else if (!word.startsWith('-')) position += 1;
  }
  return { command, position };
};

const liveNames = async ({ deps }: CommandContext, kinds: readonly string[]): Promise<readonly string[]> => {
  const sources = kinds.flatMap((kind) => LIVE[kind] ?? []);
  // The main job's own argument is free text.
  if (sources.length === 0) return [];
  try {
    return await withOpened(deps.openLooking({}), async (app) =>
      (await Promise.all(sources.map((names) => names(app)))).flat(),
    );
  } catch {
    return [];
  }
};
