import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { jsonOption } from '../flags.ts';

/** The schemas of the files that people write, for editors; always JSON. */
export const addConfigSchema: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('schema')
    .description('Print the JSON schema of orchestrator.yaml, or of plan files.')
    .option('--plan', 'the schema of plan files, as `orchestrator run --schema` prints it')
    .addOption(jsonOption('the same; a schema is always JSON'))
    .action(async ({ plan = false }: { readonly plan?: boolean }) => {
      const schema = await (plan ? deps.setUp.planSchema() : deps.setUp.settingsSchema());
      out.line(JSON.stringify(schema, null, 2));
    });
  withExamples(
    command,
    'orchestrator config schema > orchestrator.schema.json',
    'orchestrator config schema --plan > plan.schema.json',
  );
};
