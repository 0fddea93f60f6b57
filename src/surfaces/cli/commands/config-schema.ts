import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { jsonOption } from '../flags.ts';

/** The schema of the settings file, for editors; always JSON. */
export const addConfigSchema: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('schema')
    .description('Print the JSON schema of orchestrator.yaml.')
    .addOption(jsonOption('the same; a schema is always JSON'))
    .action(async () => out.line(JSON.stringify(await deps.setUp.settingsSchema(), null, 2)));
  withExamples(command, 'orchestrator config schema > orchestrator.schema.json');
};
