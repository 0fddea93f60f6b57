import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { flagsOf, jsonOption } from '../flags.ts';
import { endWithReport, perform } from '../perform.ts';

/** The rehearsal: scripted lead and workers, everything else as in a real run. */
export const addDemo: AddCommand = (parent, context) => {
  const command = parent
    .command('demo')
    .description(
      'A rehearsal on a sample repository: scripted tech lead and workers, everything else real. No key, no network.',
    )
    .addOption(jsonOption('end with the report as one JSON document on stdout'))
    .action(async () => {
      // The plan of a script is not worth a question.
      const flags = { ...flagsOf(command), yes: true };
      const { result: report, words } = await perform(context, flags, {
        open: (sinks) => context.deps.openDemo(flags, sinks),
        work: (app, signal) => app.run(signal),
      });
      await endWithReport(context, flags, report, words);
    });
  withExamples(command, 'orchestrator demo');
};
