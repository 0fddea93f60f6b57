import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderJob } from '../report/render-job.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** One job in full. Looking at a failed one is no failure: the exit code is 0. */
export const addJobShow: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('show')
    .description('Show a job: what became of it and why, its command, its iterations.')
    .argument('<job>', 'for example J-4')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (id: string) => {
      const flags = flagsOf(command);
      const { view, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        view: await app.commandJob(id),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, view.report);
      for (const line of renderJob(view, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator job show J-4', 'orchestrator job show J-4 --json | jq .reason');
};
