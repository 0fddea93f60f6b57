import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderTaskList } from '../report/render-task.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
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
      const { tasks, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        tasks: await app.tasks(),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, tasks);
      if (tasks.length === 0) return err.line(words.hints.noTasks);
      for (const line of renderTaskList(tasks, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator task list', 'orchestrator task list --json');
};
