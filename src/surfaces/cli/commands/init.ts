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
    .argument('<dir|url>', 'a repository on this machine, or an address to clone')
    .addOption(jsonOption())
    .action(async (source: string) => {
      const flags = flagsOf(command);
      const made = await deps.setUp.init(source, flags);
      if (flags.json === true) return printJson(out, made);
      out.line(oneLine(made.baseDir, 4096));
      err.line(`${err.paint.green('✓')} ${oneLine(made.main, 4096)} plays the role main`);
      err.line(
        `${err.paint.bold('next')}: export ORCHESTRATOR_BASE_DIR=${oneLine(made.baseDir, 4096)} && orchestrator doctor`,
      );
      return undefined;
    });
  withExamples(command, 'orchestrator init https://example.com/acme/api.git', 'orchestrator init ~/src/api');
};
