import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption, workerOption } from '../flags.ts';
import { endWithReport, perform } from '../perform.ts';
import { printJson } from '../print-json.ts';
import { usageError } from '../usage-error.ts';

interface RunOptions {
  readonly config?: string;
  readonly fresh?: boolean;
  readonly output?: string;
  readonly schema?: boolean;
}

/** Runs a declared plan, or continues it where it stopped. */
export const addRun: AddCommand = (parent, context) => {
  const command = parent
    .command('run')
    .description('Run a declared plan, without a model. One that did not come to its end is continued.')
    .argument('[plan]', 'a YAML file with `tasks:`')
    .option('--config <plan>', 'the same as the argument')
    .option('--fresh', 'start everything anew, whatever an earlier run has done')
    .option('--output <dir>', "put the summary and the logs there instead of into the run's folder")
    .option('--schema', 'print the JSON Schema of plan files')
    .addOption(workerOption())
    .addOption(directoryOption())
    .addOption(jsonOption('end with the report as one JSON document on stdout'))
    .action(async (plan: string | undefined, { config, fresh = false, output, schema = false }: RunOptions) => {
      if (schema) return printJson(context.out, await context.deps.setUp.planSchema());
      if (plan !== undefined && config !== undefined)
        throw usageError('two plans were given', 'name one: orchestrator run plan.yaml');
      const file = plan ?? config;
      if (file === undefined || file === '')
        throw usageError(
          'no plan was given',
          'name its file: orchestrator run plan.yaml; `run --schema` says what is in it',
        );
      const flags = flagsOf(command);
      const { result: report, words } = await perform(context, flags, {
        open: (sinks) => context.deps.openWorking(flags, sinks),
        work: (app, signal) => app.runPlan({ file, fresh, output: output ?? null }, signal),
        farewell: `stopping: what runs is ended; go on with \`orchestrator run ${file}\``,
      });
      return endWithReport(context, flags, report, words);
    });
  withExamples(command, 'orchestrator run plan.yaml', 'orchestrator run plan.yaml --output out --json');
};
