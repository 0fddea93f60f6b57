import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption, runOptions } from '../flags.ts';
import { endWithReport, perform } from '../perform.ts';

/** Continues a run where it was interrupted, or with the answers that it waited for. */
export const addResume: AddCommand = (parent, context) => {
  const command = parent
    .command('resume')
    .description('Continue an interrupted or waiting run; without a name the newest unfinished one.')
    .argument('[run]', 'the run, for example r-7f3')
    .addOption(directoryOption())
    .addOption(jsonOption('end with the report as one JSON document on stdout'))
    .action(async (run: string | undefined) => {
      const flags = flagsOf(command);
      const { result: report, words } = await perform(context, flags, {
        open: (sinks) => context.deps.openWorking(flags, sinks),
        work: (app, signal) => app.resumeRun(run ?? null, signal),
      });
      if (report !== null) return endWithReport(context, flags, report, words);
      if (flags.json === true) context.out.line('null');
      context.err.line(words.hints.nothingToResume);
      return undefined;
    });
  for (const option of runOptions()) command.addOption(option);
  withExamples(command, 'orchestrator resume', 'orchestrator resume r-7f3');
};
