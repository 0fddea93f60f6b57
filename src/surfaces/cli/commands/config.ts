import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { addConfigPrint } from './config-print.ts';
import { addConfigSchema } from './config-schema.ts';

/** The settings. */
export const addConfig: AddCommand = (parent, context) => {
  const group = parent.command('config').description('Print the settings and where they come from, or their schema.');
  addConfigPrint(group, context);
  addConfigSchema(group, context);
  withExamples(group, 'orchestrator config print', 'orchestrator config schema > orchestrator.schema.json');
};
