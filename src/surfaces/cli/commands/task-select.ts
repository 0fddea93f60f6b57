import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { DECISION_JSON, printDecision } from '../print-decision.ts';
import { versionNumber } from '../version-number.ts';
import { withOpened } from '../with-opened.ts';

/** Chooses the version that a task goes on with. Exit code 2 when it waits for no such choice. */
export const addTaskSelect: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('select')
    .description('Choose the version that a task goes on with. The others are cancelled; their branches stay.')
    .argument('<task>', 'id or slug')
    .argument('<version>', 'its number, as `task versions` shows it', versionNumber)
    .addOption(directoryOption())
    .addOption(jsonOption(DECISION_JSON))
    .action(async (task: string, version: number) => {
      const flags = flagsOf(command);
      printDecision(out, flags, await withOpened(deps.openDeciding(flags), (app) => app.selectVersion(task, version)));
    });
  withExamples(command, 'orchestrator task select T-3 2');
};
