import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf } from '../flags.ts';
import { withOpened } from '../with-opened.ts';
import { printLogs } from './logs.ts';

/** What the command of a job printed; `orchestrator logs` does the same for everything that has logs. */
export const addJobLogs: AddCommand = (parent, context) => {
  const command = parent
    .command('logs')
    .description('Print what the command printed, iteration by iteration, stdout before stderr.')
    .argument('<job>', 'for example J-4')
    .option('-f, --follow', 'go on with what is added, until it has ended or Ctrl-C')
    .addOption(directoryOption())
    .action(async (id: string, { follow = false }: { follow?: boolean }) => {
      await withOpened(context.deps.openLooking(flagsOf(command)), async (app) => {
        await app.commandJob(id);
        await printLogs(context, app, id, follow);
      });
    });
  withExamples(command, 'orchestrator job logs J-4', 'orchestrator job logs J-4 -f');
};
