import { atLeastOne } from '../at-least-one.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, traceOption, workerOption } from '../flags.ts';
import { perform } from '../perform.ts';
import { counted } from '../text/quantities.ts';

/** Does what is due in the home: takes up tasks and jobs, asks gates, merges. Several may run side by side. */
export const addWorker: AddCommand = (parent, context) => {
  const command = parent
    .command('worker')
    .description(
      'Do all that is due: take up tasks and jobs, run agents and gates, merge. Several may run on one home.',
    )
    .option('--once', 'end when one job has ended, or at once when none is due')
    .option('--concurrency <n>', 'how much goes on at once in this process', atLeastOne)
    .addOption(workerOption())
    .addOption(traceOption())
    .addOption(directoryOption())
    .action(async ({ once = false, concurrency = null }: { once?: boolean; concurrency?: number | null }) => {
      const flags = flagsOf(command);
      const { result } = await perform(context, flags, {
        open: (sinks) => context.deps.openWorking(flags, sinks),
        work: async (app, signal) => {
          const ended = await app.work({ once, concurrency }, signal);
          return { ended, wasIdle: once && ended === 0 && !signal.aborted };
        },
        // What it ran is back in the queue: nothing is left undone that another start would not do.
        interruptedAs: 0,
        farewell: 'stopping: what runs is ended and put back into the queue',
      });
      context.err.line(`${counted(result.ended, 'job')} ended${result.wasIdle ? ': none was due' : ''}`);
    });
  withExamples(command, 'orchestrator worker', 'orchestrator worker --once');
};
