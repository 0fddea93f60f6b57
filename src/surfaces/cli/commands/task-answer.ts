import { text } from 'node:stream/consumers';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { DECISION_JSON, printDecision } from '../print-decision.ts';
import { usageError } from '../usage-error.ts';
import { withOpened } from '../with-opened.ts';

/** Answers what the lead asked; from the command line, or from a pipe for longer texts. */
export const addTaskAnswer: AddCommand = (parent, { deps, out }) => {
  const command = parent
    .command('answer')
    .description('Answer an open question. A task or a run names its only open one.')
    .argument('<question|task|run>', 'what waits, for example q-1')
    .argument('[text...]', 'the answer; read from stdin when missing')
    .addOption(directoryOption())
    .addOption(jsonOption(DECISION_JSON))
    .action(async (target: string, words: readonly string[]) => {
      const { stdin } = deps.io;
      if (words.length === 0 && stdin.isTTY === true) {
        throw usageError('no answer was given', `orchestrator task answer ${target} "your answer"`);
      }
      const answer = (words.length > 0 ? words.join(' ') : await text(stdin)).trim();
      if (answer === '') throw usageError('the answer is empty', `orchestrator task answer ${target} "your answer"`);
      const flags = flagsOf(command);
      printDecision(out, flags, await withOpened(deps.openDeciding(flags), (app) => app.answer(target, answer)));
    });
  withExamples(command, 'orchestrator task answer q-1 "Retain 90 days"', 'orchestrator task answer T-4 < answer.txt');
};
