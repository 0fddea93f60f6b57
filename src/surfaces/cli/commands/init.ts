import { shellWord } from '../../../domain/text/shell-line.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';

/** Makes the directory that holds `main` and, later, the task worktrees. */
export const addInit: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('init')
    .description('Make a base directory with a checkout called main, from a directory or an address.')
    .argument('<dir|url>', 'a repository on this machine or an address, to clone, or a new directory')
    .option(
      '--bootstrap',
      'begin a Node project there: README, a first test, settings of a linter and a type checker, one commit',
    )
    .addOption(jsonOption())
    .action(async (source: string, { bootstrap = false }: { readonly bootstrap?: boolean }) => {
      const made = await deps.setUp.init(source, { bootstrap });
      const flags = flagsOf(command);
      if (flags.json === true) return printJson(out, made);
      out.line(oneLine(made.baseDir, 4096));
      err.line(`${err.paint.green('✓')} ${oneLine(made.main, 4096)} plays the role main`);
      const variable = `ORCHESTRATOR_BASE_DIR=${shellWord(oneLine(made.baseDir, 4096))}`;
      err.line(`${err.paint.bold('next')}: export ${variable} && orchestrator doctor`);
      return undefined;
    });
  withExamples(
    command,
    'orchestrator init https://example.com/acme/api.git',
    'orchestrator init ~/src/api',
    'orchestrator init ~/src/new-api --bootstrap',
  );
};
