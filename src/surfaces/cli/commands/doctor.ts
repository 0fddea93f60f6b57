import type { Finding } from '../../../app/doctor.ts';
import type { AddCommand, CommandContext } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { oneLine, plainText } from '../text/plain-text.ts';
import type { Sign } from '../text/status-sign.ts';

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
        if (flags.json !== true) printFinding(context, finding);
      }
      if (flags.json === true) printJson(out, findings);
      context.end(findings.every(({ ok }) => ok !== false) ? 0 : 1);
    });
  withExamples(command, 'orchestrator doctor', 'orchestrator doctor --fix');
};

const SIGNS: Readonly<Record<'true' | 'false' | 'warn', Sign>> = {
  true: { glyph: '✓', word: 'ok', style: 'green' },
  false: { glyph: '✗', word: 'FAIL', style: 'red' },
  warn: { glyph: '!', word: 'warn', style: 'yellow' },
};

const printFinding = ({ out }: CommandContext, { check, ok, detail, fix }: Finding): void => {
  const { glyph, word, style } = SIGNS[`${ok}`];
  out.line(`${out.paint[style](`${glyph} ${word.padEnd(4)}`)} ${oneLine(check).padEnd(18)} ${oneLine(detail, 600)}`);
  if (fix === null) return;
  for (const line of plainText(fix).split('\n')) out.line(`       ${out.paint.bold('fix')}: ${line}`);
};
