import { structureFault } from './characters.ts';
import { type Command, type Policy, prefixesOf } from './compile-policy.ts';
import { nearest } from './nearest.ts';
import type { Refusal } from './refusal.ts';

/** A command of the policy and the words that follow its name. */
export interface ResolvedCommand {
  readonly command: Command;
  readonly words: readonly string[];
}

export type Resolution =
  | { readonly ok: true; readonly resolved: ResolvedCommand }
  | { readonly ok: false; readonly refusal: Refusal };

/** No command of a policy has a longer name: `git worktree add`, `python -m pytest`. */
const LONGEST_NAME = 3;

const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/;

/**
 * Finds the command that an argv names. Options between a program and its sub-command are skipped when the policy
 * knows them as harmless; the others are refused, for `git -C x`, `git -c a=b` and the like change what follows.
 */
export function resolveCommand(argv: readonly string[], policy: Policy): Resolution {
  const program = argv[0] ?? '';
  const fault = programFault(program);
  if (fault) return { ok: false, refusal: fault };
  const globals = leadingOptions(argv, program, policy);
  if (!globals.ok) return globals;
  const words = [program, ...argv.slice(1 + globals.count)];
  const names = candidateNames(words);
  for (const name of names) {
    const denied = policy.denied.get(name);
    if (denied) return { ok: false, refusal: denied };
  }
  for (const name of names) {
    const command = policy.commands.get(name);
    const needsMore = !name.includes(' ') && policy.families.has(name) && words.length > 1;
    if (command && !(needsMore && command.forms.every((form) => form.arguments.source === ''))) {
      const rest = argv.slice(1 + globals.count + name.split(' ').length - 1);
      return { ok: true, resolved: { command, words: name.includes(' ') ? rest : argv.slice(1) } };
    }
  }
  return { ok: false, refusal: unknownCommand(words, policy) };
}

/** The names that the first words may be, longest first. A quoted word with a space in it is no part of a name. */
function candidateNames(words: readonly string[]): string[] {
  const spaced = words.findIndex((word) => word.includes(' '));
  const usable = words.slice(0, spaced < 0 ? LONGEST_NAME : Math.min(spaced, LONGEST_NAME));
  return prefixesOf(usable.join(' ')).reverse();
}

function programFault(program: string): Refusal | null {
  if (program === '') return { rule: 'program.empty', reason: 'The name of the program is empty.' };
  if (ASSIGNMENT.test(program)) {
    return {
      rule: 'program.assignment',
      reason: `"${program}" sets an environment variable; the environment is the harness's, so leave it out.`,
    };
  }
  const fault = structureFault(program);
  if (fault) return fault;
  if (/\s/.test(program))
    return { rule: 'program.unknown', reason: `"${program}" is one quoted word; a program's name has no spaces.` };
  return program.includes('/') || program.includes('\\')
    ? { rule: 'program.path', reason: `Name the program alone, not by a path: ${program.split(/[\\/]/).at(-1)}.` }
    : null;
}

type Leading = { readonly ok: true; readonly count: number } | { readonly ok: false; readonly refusal: Refusal };

function leadingOptions(argv: readonly string[], program: string, policy: Policy): Leading {
  const command = policy.commands.get(program);
  if (!command || !policy.families.has(program)) return { ok: true, count: 0 };
  let count = 0;
  for (const word of argv.slice(1)) {
    if (!word.startsWith('-')) break;
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    const refused =
      command.refused.get(name) ?? (word.startsWith('--') ? undefined : command.refused.get(word.slice(0, 2)));
    if (refused) return { ok: false, refusal: refused };
    if (command.options.get(word)?.value !== 'none')
      return { ok: false, refusal: unknownLeading(program, name, command) };
    count += 1;
  }
  return { ok: true, count };
}

function unknownLeading(program: string, name: string, command: Command): Refusal {
  const near = nearest(name, [...command.options.keys(), ...command.refused.keys()]);
  const hint = near ? ` The nearest is ${near}.` : '';
  return (
    structureFault(name) ?? {
      rule: 'option.unknown',
      reason: `${name} before the sub-command of ${program} is not known to the policy.${hint}`,
    }
  );
}

function unknownCommand(words: readonly string[], policy: Policy): Refusal {
  const [program = '', subcommand = ''] = words;
  if (!policy.families.has(program)) {
    const programs = [...new Set([...policy.commands.keys()].map((name) => name.split(' ')[0] ?? name))];
    const near = nearest(program, programs);
    return {
      rule: 'program.unknown',
      reason: `${program} is not among the allowed programs (${programs.join(', ')}).${near ? ` Did you mean ${near}?` : ''}`,
    };
  }
  const fault = structureFault(subcommand);
  if (fault) return fault;
  const subcommands = [...policy.commands.keys()]
    .filter((name) => name.startsWith(`${program} `))
    .map((name) => name.split(' ')[1] ?? '');
  const near = nearest(subcommand, subcommands);
  return {
    rule: `${program}.unknown`,
    reason:
      subcommand === ''
        ? `${program} alone does nothing here; name a sub-command.`
        : `"${program} ${subcommand}" is not known to the policy, so it is refused.${near ? ` Did you mean ${program} ${near}?` : ''}`,
  };
}
