import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderReport } from '../report/render-report.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** Prints the report of a run again. Looking at a failed run is no failure: the exit code is 0. */
export const addReport: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('report')
    .description('Print the final report of a run.')
    .argument('<run>', 'for example r-7f3')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (run: string) => {
      const flags = flagsOf(command);
      const { report, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        report: await app.report(run),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, report);
      for (const line of renderReport(report, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator report r-7f3', 'orchestrator report r-7f3 --json | jq .usage');
};
