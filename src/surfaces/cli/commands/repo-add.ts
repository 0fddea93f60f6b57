import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { usageError } from '../usage-error.ts';
import { withOpened } from '../with-opened.ts';

/** What may be said of a project; everything has a default. */
const OPTIONS: readonly (readonly [flags: string, description: string])[] = [
  ['--prefix <text>', 'begins the ids of its work items (default: from the id)'],
  ['--name <text>', 'its name for people (default: the id)'],
  ['--tracker-project <id>', 'the id of its project in the tracker'],
  ['--checks <json>', 'its checks, as an array of argvs'],
  ['--setup <json>', 'what prepares its worktrees, as an array of argvs'],
  ['--models <json>', 'models by role'],
  ['--efforts <json>', 'efforts by role'],
  ['--max-concurrency <n>', 'how many workers may be busy in it at once'],
];

/** Registers a repository. Exit code 2 where the id or the checkout is taken, or the path is no repository's. */
export const addRepoAdd: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('add')
    .description('Register a repository; nothing in it is changed.')
    .allowExcessArguments(false)
    .argument('[id]', 'what it is called from now on')
    .argument('[path]', 'absolute path of its checkout, or of a base directory with main/')
    .option('--id <id>', 'the same as the first argument')
    .option('--path <path>', 'the same as the second argument');
  for (const [flags, description] of OPTIONS) command.option(flags, description);
  const own = new Set(command.options.map((option) => option.attributeName()));
  command
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (first: string | undefined, second: string | undefined, given: Readonly<Record<string, string>>) => {
      const flags = flagsOf(command);
      const { id, path, ...options } = Object.fromEntries(Object.entries(given).filter(([name]) => own.has(name)));
      const words = [first, second].filter((word) => word !== undefined);
      const repo = id ?? words.shift();
      const place = path ?? words.shift();
      if (repo === undefined || place === undefined || words.length > 0) {
        throw usageError('give one id and one path', 'orchestrator repo add shop /srv/shop');
      }
      const opening = deps.openDeciding(flags);
      const project = await withOpened(opening, (app) => app.addRepository(repo, place, options));
      if (flags.json === true) return printJson(out, project);
      out.line(oneLine(project.repo));
      err.line(`${err.paint.green('✓')} ${oneLine(project.path ?? '', 4096)} is registered`);
      err.line(`${err.paint.bold('next')}: orchestrator repo check ${oneLine(project.repo)}`);
      return undefined;
    });
  withExamples(
    command,
    'orchestrator repo add shop /srv/shop',
    `orchestrator repo add shop /srv/shop --prefix SHOP --checks '[["npm","test"]]'`,
  );
};
