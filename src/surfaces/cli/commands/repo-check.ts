import type { RepositoryFinding } from '../../../app/repositories/check-repository.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderFinding } from '../report/render-finding.ts';
import { oneLine } from '../text/plain-text.ts';
import { withOpened } from '../with-opened.ts';

/** Looks whether work can begin in the registered repositories. Exit code 1 when something would stop a run. */
export const addRepoCheck: AddCommand = (parent, context) => {
  const { deps, out } = context;
  const command = parent
    .command('check')
    .description(
      'Check directory, git, branch, changes and checks of one repository or all; print the fix beside each failure.',
    )
    .argument('[repository]', 'as `repo list` shows it (default: all)')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async (id: string | undefined) => {
      const flags = flagsOf(command);
      const findings: RepositoryFinding[] = [];
      await withOpened(deps.openLooking(flags), async (app) => {
        for await (const finding of app.checkRepositories(id ?? null)) {
          const isFirst = findings.at(-1)?.repo !== finding.repo;
          findings.push(finding);
          if (flags.json === true) continue;
          if (isFirst) out.line(out.paint.bold(oneLine(finding.repo)));
          for (const line of renderFinding(finding, out.paint)) out.line(line);
        }
      });
      if (flags.json === true) printJson(out, findings);
      context.end(findings.every(({ ok }) => ok !== false) ? 0 : 1);
    });
  withExamples(command, 'orchestrator repo check', 'orchestrator repo check shop --json');
};
