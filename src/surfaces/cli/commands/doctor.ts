import type { Finding } from '../../../app/repositories/finding.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { renderFinding } from '../report/render-finding.ts';

/** Looks at everything that a run needs. Exit code 1 when something would stop a run. */
export const addDoctor: AddCommand = (parent, context) => {
  const { deps, out } = context;
  const command = parent
    .command('doctor')
    .description(
      'Check git, Node, the coding agents, the base directory, disk and leftovers; print the fix beside each failure.',
    )
    .option('--fix', 'carry out the fixes that are safe')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async ({ fix = false }: { fix?: boolean }) => {
      const flags = flagsOf(command);
      const findings: Finding[] = [];
      for await (const finding of deps.setUp.doctor(flags, { fix })) {
        findings.push(finding);
        if (flags.json === true) continue;
        for (const line of renderFinding(finding, out.paint)) out.line(line);
      }
      if (flags.json === true) printJson(out, findings);
      context.end(findings.every(({ ok }) => ok !== false) ? 0 : 1);
    });
  withExamples(command, 'orchestrator doctor', 'orchestrator doctor --fix');
};
