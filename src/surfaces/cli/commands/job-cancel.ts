import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { withOpened } from '../with-opened.ts';

/** Calls a job off. Exit code 2 for one that has come to its end. */
export const addJobCancel: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('cancel')
    .description('Call a job off; if it runs, its command is ended. What it changed stays as it is.')
    .argument('<job>', 'for example J-4')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (id: string) => {
      const flags = flagsOf(command);
      const report = await withOpened(deps.openDeciding(flags), (app) => app.cancelCommandJob(id));
      if (flags.json === true) return printJson(out, report);
      err.line(`${err.paint.green('✓')} ${report.job} is cancelled`);
      return undefined;
    });
  withExamples(command, 'orchestrator job cancel J-4');
};
