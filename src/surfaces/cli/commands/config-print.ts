import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { table } from '../text/table.ts';

/** Every setting with its value and its place; secrets are masked. */
export const addConfigPrint: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('print')
    .description('Print every setting, its value and where it came from. Secrets are masked.')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async () => {
      const flags = flagsOf(command);
      const settings = await deps.setUp.settings(flags);
      if (flags.json === true) return printJson(out, settings);
      const rows = settings.map(({ key, value, source }) => [key, shown(value), out.paint.dim(oneLine(source, 300))]);
      for (const line of table(['SETTING', 'VALUE', 'FROM'], rows)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator config print', 'orchestrator config print --json');
};

const shown = (value: unknown): string => {
  const text = oneLine(typeof value === 'string' ? value : JSON.stringify(value), 100);
  return text === '' ? '(not set)' : text;
};
