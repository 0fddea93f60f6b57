import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderTaskList } from '../report/render-task.ts';
import { withOpened } from '../with-opened.ts';

/** All tasks of the home, one a line. */
export const addTaskList: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('list')
    .description('List all tasks: where each is, and who can move it on.')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async () => {
      const flags = flagsOf(command);
      const tasks = await withOpened(deps.openLooking(flags), (app) => app.tasks());
      if (flags.json === true) return printJson(out, tasks);
      if (tasks.length === 0) return err.line('no tasks yet; start with: orchestrator "<task>"');
      for (const line of renderTaskList(tasks, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator task list', 'orchestrator task list --json');
};
