import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { table } from '../text/table.ts';

/** All gates and what they read. */
export const addGateList: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('list')
    .description('List all gates: what each asks, and which fields of which file it reads.')
    .addOption(jsonOption('print one JSON array'))
    .action(async ({ json = false }: { json?: boolean }) => {
      const gates = await deps.setUp.gates();
      if (json) return printJson(out, gates);
      const rows = gates.map(({ gate, artifact, fields, description }) => [
        out.paint.bold(gate),
        artifact === null ? '-' : [artifact, ...fields].join(' '),
        description,
      ]);
      for (const line of table(['GATE', 'READS', 'ASKS'], rows)) out.line(line);
      return undefined;
    });
  withExamples(command, 'orchestrator gate list');
};
