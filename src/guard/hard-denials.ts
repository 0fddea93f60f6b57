import { carriedCommands } from './carried/carried-commands.ts';
import { behindOptions, gitInvocationOf } from './carried/git-invocation.ts';
import { invocationOf } from './carried/invocation.ts';
import type { ShellCommand } from './carried/shell-command.ts';
import type { Refusal } from './refusal.ts';
import { removalRefusal } from './removals.ts';

/**
 * What is refused even where a person wrote the command (INV-4, INV-6): pushing in any spelling, becoming another
 * user, removing everything. What a command says that it will run in turn is looked at as it is. A program that pushes by
 * itself, or is told to by what only running computes, is not seen here but stopped by git's environment.
 *
 * @returns the rule and the reason, or null when nothing of the kind was found
 */
export function hardDenial(argv: readonly string[]): Refusal | null {
  let commands: ShellCommand[] = [{ argv, stdin: null }];
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    for (const command of commands) {
      const refusal = refusalOf(command.argv);
      if (refusal) return refusal;
    }
    commands = commands.flatMap(carriedCommands);
    if (commands.length === 0) return null;
  }
  return { rule: 'program.wrapper', reason: 'The command is nested too deeply to be understood; write it plainly.' };
}

/** Scripts within scripts within wrappers: deeper nesting than this is nobody's honest command. */
const MAX_DEPTH = 8;

const PRIVILEGE = new Set(
  'sudo sudo-rs sudoedit visudo doas su pkexec runuser gosu run0 su-exec please dzdo pfexec ksu gksu gksudo kdesu gsudo'.split(
    ' ',
  ),
);

/** Sub-commands of git that send objects away, some by another program. */
const PUSHES = new Set([
  'push',
  'send-pack',
  'http-push',
  'lfs push',
  'lfs pre-push',
  'subtree push',
  'svn dcommit',
  'p4 submit',
  'annex sync',
  'town sync',
  'cvsexportcommit',
]);

function refusalOf(argv: readonly string[]): Refusal | null {
  const invocation = invocationOf(argv);
  const { program, words } = invocation;
  if (PRIVILEGE.has(program)) {
    return {
      rule: `privilege.${program}`,
      reason: `${program} would run with another user's rights; nothing here does.`,
    };
  }
  // A program that the script computes may be git.
  const computed = /[$`*?[]/.test(program);
  const git = computed ? behindOptions(words) : gitInvocationOf(invocation);
  if (git !== null && isPush(git.subcommand, git.words)) {
    return {
      rule: 'git.push',
      reason: computed
        ? 'The program is computed and told to push: if it is not git, write its name.'
        : 'Nothing is pushed from here: finished work is merged locally by the harness and a person pushes it.',
    };
  }
  return removalRefusal(invocation);
}

function isPush(subcommand: string, words: readonly string[]): boolean {
  const operation = words.find((word) => !word.startsWith('-')) ?? '';
  // Helpers of git that speak with a remote: remote-https, remote-ext.
  return PUSHES.has(subcommand) || PUSHES.has(`${subcommand} ${operation}`) || subcommand.startsWith('remote-');
}
