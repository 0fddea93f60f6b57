import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { table } from '../text/table.ts';
import { withOpened } from '../with-opened.ts';

/** All projects of the registry, one a line. */
export const addRepoList: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('list')
    .description('List the registered repositories and where each is registered.')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async () => {
      const flags = flagsOf(command);
      const { repositories, warnings } = await withOpened(deps.openLooking(flags), async (app) => ({
        repositories: await app.repositories(),
        warnings: app.warnings,
      }));
      for (const warning of warnings) err.line(`${err.paint.yellow('! skipped')} ${oneLine(warning, 600)}`);
      if (flags.json === true) {
        return printJson(
          out,
          repositories.map(({ project, source }) => ({ ...project, source })),
        );
      }
      const rows = repositories.map(({ project, source }) => [
        out.paint.bold(oneLine(project.repo)),
        oneLine(project.workItemPrefix),
        source,
        oneLine(project.planeProjectId ?? '-'),
        oneLine(project.path ?? '(not on this machine)', 1000),
      ]);
      for (const line of table(['REPOSITORY', 'PREFIX', 'FROM', 'TRACKER', 'PATH'], rows)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator repo list', 'orchestrator repo list --json');
};
