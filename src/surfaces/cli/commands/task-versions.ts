import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderVersions } from '../report/render-versions.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** The versions that a task is made in, one a line. */
export const addTaskVersions: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('versions')
    .description('List the versions that a task is made in: where each is, and what it began from.')
    .argument('<task>', 'id or slug')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async (name: string) => {
      const flags = flagsOf(command);
      const { versions, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        versions: await app.versions(name),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, versions);
      for (const line of renderVersions(versions, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator task versions T-3', 'orchestrator task versions T-3 --json');
};
