import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { exitCodeOfGates } from '../exit-code.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { printJson } from '../print-json.ts';
import { gateLines } from '../report/render-gate.ts';
import { catalogueOf } from '../text/catalogue/catalogue-of.ts';
import { withOpened } from '../with-opened.ts';

/** Asks gates about a task. Exit code 0 pass, 1 fail, 3 pending. */
export const addGateCheck: AddCommand = (parent, context) => {
  const { deps, out } = context;
  const command = parent
    .command('check')
    .description("Ask a gate about a task, or all gates of the task's stage. Exit code: 0 pass, 1 fail, 3 pending.")
    .argument('<task>', 'id or slug')
    .argument('[gate]', 'one gate; without it those of the present stage')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON array'))
    .action(async (task: string, gate: string | undefined) => {
      const flags = flagsOf(command);
      const { answers, words } = await withOpened(deps.openLooking(flags), async (app) => ({
        answers: await app.gateCheck(task, gate ?? null),
        words: catalogueOf(app.language),
      }));
      if (flags.json === true) printJson(out, answers);
      else for (const line of answers.flatMap((answer) => gateLines(answer, words, out.paint))) out.line(line);
      context.end(exitCodeOfGates(answers.map(({ outcome }) => outcome)));
    });
  withExamples(command, 'orchestrator gate check T-3', 'orchestrator gate check login-page checks-green --json');
};
