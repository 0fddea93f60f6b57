import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { exitCodeOfGates } from '../exit-code.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { gateLines } from '../report/render-gate.ts';
import { en } from '../text/catalogue/en.ts';

/** Judges one file alone. Exit code 0 pass, 1 fail, 3 pending. */
export const addGateEval: AddCommand = (parent, context) => {
  const { deps, out } = context;
  const command = parent
    .command('eval')
    .description('Judge a file as the artifact that a gate reads. Exit code: 0 pass, 1 fail, 3 pending.')
    .argument('<gate>', 'see `orchestrator gate list`')
    .requiredOption('--file <artifact>', 'the file to judge')
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (gate: string, { file }: { file: string }) => {
      const flags = flagsOf(command);
      const answer = { gate, ...(await deps.setUp.evaluateGate(gate, file, flags)) };
      if (flags.json === true) printJson(out, answer);
      else for (const line of gateLines(answer, en, out.paint)) out.line(line);
      context.end(exitCodeOfGates([answer.outcome]));
    });
  withExamples(command, 'orchestrator gate eval review-verdict --file docs/work-items/W-1/12-review.md');
};
