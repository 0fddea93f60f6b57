import type { Taken } from '../../../app/board/obey-status.ts';
import type { Dispatched, TakenUp } from '../../../app/runs/dispatch.ts';
import type { AddCommand, CommandContext } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { exitCodeOfRun } from '../exit-code.ts';
import { directoryOption, type Flags, flagsOf, jsonOption, runOptions } from '../flags.ts';
import { perform } from '../perform.ts';
import { printFailure } from '../print-failure.ts';
import { printJson } from '../print-json.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { oneLine } from '../text/plain-text.ts';

/** Runs what the task sources have, one main job after another. A source or a task that fails does not end the loop. */
export const addDispatcher: AddCommand = (parent, context) => {
  const command = parent
    .command('dispatcher')
    .description(
      'Run the tasks of DISPATCH_TASKS (a JSON array, or one task a line) one after another, then do what people set on the board.',
    )
    .option('--once', 'end when no source has anything left')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON document a task'))
    .action(async ({ once = false }: { once?: boolean }) => {
      const flags = flagsOf(command);
      const { result: failures } = await perform(context, flags, {
        open: (sinks) => context.deps.openWorking(flags, sinks),
        work: async (app, signal) => {
          let failed = 0;
          for await (const result of app.dispatch({ once }, signal)) {
            if (!(await tell(context, flags, result, catalogueOf(app.language)))) failed += 1;
          }
          return failed;
        },
      });
      context.end(failures === 0 ? 0 : 1);
    });
  for (const option of runOptions()) command.addOption(option);
  withExamples(command, `DISPATCH_TASKS='["Fix the flaky test", "Document the API"]' orchestrator dispatcher --once`);
};

/** Prints what became of one task; resolves to whether it was done. */
const tell = async (
  { out, err }: CommandContext,
  flags: Flags,
  result: Dispatched | TakenUp,
  words: Catalogue,
): Promise<boolean> => {
  if (result.type === 'taken') {
    if (flags.json === true) printJson(out, result.taken);
    else out.line(lineOf(result.taken));
    return true;
  }
  if (result.type === 'failed') {
    const what = result.task === null ? '' : `, task ${oneLine(result.task, 80)}`;
    err.line(err.paint.red(`✗ source ${oneLine(result.source)}${what}`));
    printFailure({ out, err }, result.error, flags.json === true);
    return false;
  }
  if (flags.json === true) printJson(out, result.report);
  else
    for (const line of (await import('../report/render-report.ts')).renderReport(result.report, words, out.paint))
      out.line(line);
  return exitCodeOfRun(result.report) === 0;
};

const lineOf = ({ item, outcome, reason }: Taken): string =>
  `${oneLine(item)}: ${outcome}${reason === null ? '' : ` (${oneLine(reason)})`}`;
