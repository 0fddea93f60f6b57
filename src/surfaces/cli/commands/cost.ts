import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderCost } from '../report/render-cost.ts';
import { withOpened } from '../with-opened.ts';

/** What runs, tasks, roles and models used; reads the state and nothing else. */
export const addCost: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('cost')
    .description('Add up tokens and money of a run, of a task, or of all runs.')
    .argument('[run|task]', 'for example r-7f3 or T-3')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (target: string | undefined) => {
      const flags = flagsOf(command);
      const view = await withOpened(deps.openLooking(flags), (app) => app.cost(target ?? null));
      if (flags.json === true) return printJson(out, view);
      if (view.runs.length === 0) return err.line('nothing was used yet');
      for (const line of renderCost(view, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator cost', 'orchestrator cost r-7f3 --json | jq .roles');
};
