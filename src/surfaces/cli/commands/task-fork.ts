import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { DECISION_JSON, printDecision } from '../print-decision.ts';
import { versionNumber } from '../version-number.ts';
import { withOpened } from '../with-opened.ts';

/** Has further versions made of the one that was chosen. */
export const addTaskFork: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('fork')
    .description('Have new versions made of the chosen one, from where it is now; then there is a choice again.')
    .argument('<task>', 'id or slug')
    .argument('<count>', 'how many, 2 to 4', versionNumber)
    .addOption(directoryOption())
    .addOption(jsonOption(DECISION_JSON))
    .action(async (task: string, count: number) => {
      const flags = flagsOf(command);
      printDecision(out, flags, await withOpened(deps.openDeciding(flags), (app) => app.forkTask(task, count)));
    });
  withExamples(command, 'orchestrator task fork T-3 3');
};
