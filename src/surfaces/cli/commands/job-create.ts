import { InvalidArgumentError } from 'commander';
import { atLeastOne } from '../at-least-one.ts';
import type { AddCommand } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { notEmpty } from '../not-empty.ts';
import { printJson } from '../print-json.ts';
import { oneLine } from '../text/plain-text.ts';
import { withOpened } from '../with-opened.ts';

interface Options {
  readonly repo: string;
  readonly maxIters?: number;
  readonly completionKeyword?: string;
  readonly blockerKeyword?: string;
  readonly protectTests?: boolean;
  readonly timeout?: number;
}

/** Queues a command. Exit code 2, and nothing made, for an unknown repository and an order that cannot be carried out. */
export const addJobCreate: AddCommand = (parent, { deps, out, err }) => {
  const command = parent
    .command('create')
    .description(
      'Queue a command for a registered repository and print the id of its job; `orchestrator worker` runs it there, again and ' +
        'again, until its last line on stdout is the completion keyword and its exit code 0.',
    )
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the command: a program and its arguments')
    .requiredOption('--repo <id>', 'where it runs: a repository as `repo list` shows it', notEmpty)
    .option('--max-iters <n>', 'how often it runs at most (default: 1)', atLeastOne)
    .option('--completion-keyword <word>', 'as the last line: it is done (default: COMPLETED)', notEmpty)
    .option('--blocker-keyword <word>', 'as the last line: it cannot go on (default: BLOCKER)', notEmpty)
    .option('--protect-tests', 'block it when it changes tests')
    .option('--timeout <seconds>', 'deadline of one run of it (default: that of workers)', secondsOf)
    .addOption(directoryOption())
    .addOption(jsonOption())
    .action(async (words: readonly string[], options: Options) => {
      const flags = flagsOf(command);
      const { repo, maxIters = null, completionKeyword = null, blockerKeyword = null, timeout = null } = options;
      const order = { repo, command: words, maxIterations: maxIters, completionKeyword, blockerKeyword, timeout };
      const job = await withOpened(deps.openDeciding(flags), (app) =>
        app.createCommandJob({ ...order, protectsTests: options.protectTests === true }),
      );
      if (flags.json === true) return printJson(out, { job: job.id });
      out.line(job.id);
      err.line(
        `${job.id} waits for \`orchestrator worker\` (in ${oneLine(job.path, 1000)}, at most ${job.maxIterations}×)`,
      );
      return undefined;
    });
  withExamples(
    command,
    "orchestrator job create --repo shop -- sh -c 'npm test && echo COMPLETED'",
    'orchestrator job create --repo shop --max-iters 5 --protect-tests --timeout 3600 -- ./agent.sh --until-green',
  );
};

const MOST_SECONDS = 604_800;

const secondsOf = (value: string): number => {
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= MOST_SECONDS))
    throw new InvalidArgumentError(`A number of seconds up to ${MOST_SECONDS} is expected.`);
  return seconds;
};
