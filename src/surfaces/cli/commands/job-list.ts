import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderJobList } from '../report/render-job.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** All commands that people ordered, one a line. */
export const addJobList: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('list')
    .description('List the jobs of all repositories, the oldest first.')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async () => {
      const flags = flagsOf(command);
      const { jobs, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        jobs: await app.commandJobs(),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, jobs);
      if (jobs.length === 0) return err.line(words.hints.noJobs);
      for (const line of renderJobList(jobs, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator job list', 'orchestrator job list --json');
};
