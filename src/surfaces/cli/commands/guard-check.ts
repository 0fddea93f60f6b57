import type { AddCommand, CommandContext } from '../command-context.ts';
import { withExamples } from '../examples.ts';
import { directoryOption, flagsOf, jsonOption } from '../flags.ts';
import { oneLine } from '../text/plain-text.ts';
import { usageError } from '../usage-error.ts';
import type { GuardAnswer } from '../views.ts';
import { withOpened } from '../with-opened.ts';
import { readGuardItems } from './guard-items.ts';

interface GuardCheckOptions {
  readonly worktree: string;
  readonly stdin?: boolean;
}

/** What the guard says of commands, and by which rule. Exit code 0 when all are allowed, else 1. */
export const addGuardCheck: AddCommand = (parent, context) => {
  const { deps, out } = context;
  const command = parent
    .command('check')
    .description('Say what the guard decides about a command in a worktree, and by which rule. Nothing is run.')
    .usage('[options] -- <command>')
    .argument('[command...]', 'one quoted line, or its words')
    .option('--worktree <name>', 'where it would run', 'main')
    .option('--stdin', 'read commands, one a line: text, JSON strings or {"worktree","command"} objects')
    .addOption(directoryOption())
    .addOption(jsonOption('print one JSON document a command'))
    .action(async (words: readonly string[], options: GuardCheckOptions) => {
      const flags = flagsOf(command);
      if (options.stdin === true ? words.length > 0 : words.length === 0) {
        throw usageError('give either a command or --stdin', 'orchestrator guard check -- git status');
      }
      const items =
        options.stdin === true
          ? await readGuardItems(deps.io.stdin, options.worktree)
          : [{ worktree: options.worktree, command: asLine(words) }];
      const answers = await withOpened(deps.openLooking(flags), (app) => app.guardCheck(items));
      for (const answer of answers) {
        if (flags.json === true) out.line(JSON.stringify(ordered(answer)));
        else printAnswer(context, answer);
      }
      context.end(answers.every(({ decision }) => decision === 'allow') ? 0 : 1);
    });
  withExamples(
    command,
    'orchestrator guard check -- git push origin main',
    'orchestrator guard check --worktree task-login --json -- npm install left-pad',
    'orchestrator guard check --stdin --json < commands.jsonl',
  );
};

/** Words that a shell has split already are put back into a line that the guard splits in the same way. */
export const asLine = (words: readonly string[]): string =>
  words.length === 1 ? (words[0] ?? '') : words.map(quoted).join(' ');

const quoted = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return word.includes("'") ? `"${word.replaceAll(/["\\$`]/g, '\\$&')}"` : `'${word}'`;
};

const ordered = ({ command, worktree, decision, rule, reason, argv }: GuardAnswer): GuardAnswer => ({
  command,
  worktree,
  decision,
  rule,
  reason,
  argv,
});

const STYLES = { allow: 'green', ask: 'yellow', deny: 'red' } as const;

const printAnswer = (
  { out }: CommandContext,
  { command, worktree, decision, rule, reason, argv }: GuardAnswer,
): void => {
  const { paint } = out;
  out.line(`${paint[STYLES[decision]](paint.bold(decision.padEnd(5)))} ${oneLine(command, 300)}`);
  out.line(`      ${oneLine(reason, 600)}`);
  out.line(
    paint.dim(
      `      rule ${rule} in ${oneLine(worktree)}${argv.length === 0 ? '' : `, argv ${oneLine(JSON.stringify(argv), 600)}`}`,
    ),
  );
};
