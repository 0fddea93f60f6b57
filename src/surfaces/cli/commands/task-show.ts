import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderTask } from '../report/render-task.ts';
import { withOpened } from '../with-opened.ts';

/** One task in full. */
export const addTaskShow: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('show')
    .description('Show a task: its state and why, its gates, its jobs, what its workers were told.')
    .argument('<task>', 'id or slug')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (name: string) => {
      const flags = flagsOf(command);
      const task = await withOpened(deps.openLooking(flags), (app) => app.task(name));
      if (flags.json === true) return printJson(out, task);
      for (const line of renderTask(task, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator task show T-3', 'orchestrator task show login-page --json');
};
