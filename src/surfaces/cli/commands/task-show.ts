import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderHistory } from '../report/render-history.ts';
import { renderTask } from '../report/render-task.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** One task in full. */
export const addTaskShow: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('show')
    .description('Show a task: its state and why, its gates, its jobs, what its workers were told.')
    .argument('<task>', 'id or slug')
    .addOption(directoryOption())
    .option('--why', 'also say what led it there: each move with the gates or the person that allowed it')
    .addOption(jsonOption())
    .action(async (name: string, { why = false }: { why?: boolean }) => {
      const flags = flagsOf(command);
      const { task, history, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        task: await app.task(name),
        history: why ? await app.history(name) : [],
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) return printJson(out, why ? { ...task, history } : task);
      for (const line of renderTask(task, words, out.paint)) out.line(line);
      for (const line of renderHistory(history, words, out.paint)) out.line(line);
      return undefined;
    });
  withExamples(
    command,
    'orchestrator task show T-3',
    'orchestrator task show login-page --why',
    'orchestrator task show login-page --json',
  );
};
