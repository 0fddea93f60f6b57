import { gitInvocationOf } from './git-invocation.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import type { ShellCommand } from './shell-command.ts';
import { shellCommands } from './shell-commands.ts';
import { type Wrapper, wrapperOf } from './wrappers.ts';

/** The commands that a command says it will run in turn: by a shell, a wrapper, a setting of git or `find -exec`. */
export function carriedCommands({ argv, stdin }: ShellCommand): ShellCommand[] {
  const invocation = invocationOf(argv);
  const { program, words, assignments } = invocation;
  const git = gitInvocationOf(invocation);
  const wrapper = wrapperOf(git === null ? program : `git-${git.subcommand}`);
  return [
    ...scriptsOf(invocation, stdin).flatMap(shellCommands),
    ...(wrapper === null ? [] : behindWrapper(program, wrapper, git?.words ?? words, stdin)),
    ...(program === 'find' ? behindFind(words) : []),
    ...(git?.settings ?? []).filter(([key]) => RUN_BY_GIT.test(key)).flatMap(([, value]) => ofSetting(value)),
    ...assignments.flatMap((word) => ofSetting(RUN_BY_NAME.exec(word)?.[1] ?? '')),
  ];
}

const SHELLS = new Set(['sh', 'bash', 'dash', 'zsh', 'ksh', 'ash', 'fish', 'mksh', 'pwsh']);

function scriptsOf({ program, words }: Invocation, stdin: string | null): string[] {
  if (program === 'eval') return [words.join(' ')];
  if (program === 'trap') return words.filter((word) => !word.startsWith('-')).slice(0, 1);
  return SHELLS.has(program) ? [scriptOfShell(words) ?? stdin ?? ''] : [];
}

/** @returns null where the shell reads what it is given; empty where it runs a file */
function scriptOfShell(words: readonly string[]): string | null {
  let isScript = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!/^[-+]/.test(word)) return isScript ? word : '';
    if (/^-\w*c\w*$/i.test(word) || word === '--command') isScript = true;
    else if (/^-\w*s$/.test(word)) return null;
    if (/^[-+]\w*o$/i.test(word) || word === '--rcfile' || word === '--init-file') index += 1;
  }
  return null;
}

function behindWrapper(
  program: string,
  wrapper: Wrapper,
  words: readonly string[],
  stdin: string | null,
): ShellCommand[] {
  const scripts: string[] = [];
  let left = wrapper.places;
  let inside = wrapper.after.size === 0;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (!inside && wrapper.after.has(word)) inside = true;
    else if (word.startsWith('-')) {
      if (program === 'command' && /^-[vV]/.test(word)) return [];
      const { kind, attached } = readOption(word, wrapper);
      const value = attached ?? words[index + 1] ?? '';
      if (kind === 'split')
        return shellCommands([value, ...words.slice(index + (attached === null ? 2 : 1))].join(' '));
      if (kind === 'script') scripts.push(value);
      if (kind !== 'flag' && attached === null) index += 1;
    } else if (!inside) return [];
    else if (left > 0) left -= 1;
    else return [...scripts.flatMap(shellCommands), ...afterWrapper(program, wrapper, words.slice(index), stdin)];
  }
  return scripts.flatMap(shellCommands);
}

function afterWrapper(
  program: string,
  { joins }: Wrapper,
  words: readonly string[],
  stdin: string | null,
): ShellCommand[] {
  const plain = words.filter((word) => word !== '{}' && word !== ':::');
  if (joins !== null) return shellCommands(plain.join(joins));
  if (program !== 'xargs') return [{ argv: words, stdin }];
  return [{ argv: [...plain, ...(stdin ?? '').split(/\s+/).filter((word) => word !== '')], stdin: null }];
}

interface Option {
  readonly kind: 'flag' | 'value' | 'script' | 'split';
  /** The value that is part of the same word. */
  readonly attached: string | null;
}

function readOption(word: string, wrapper: Wrapper): Option {
  const kindOf = (matches: (name: string) => boolean): Option['kind'] => {
    if ([...wrapper.splits].some(matches)) return 'split';
    if ([...wrapper.scripts].some(matches)) return 'script';
    return [...wrapper.values].some(matches) ? 'value' : 'flag';
  };
  if (word.startsWith('--')) {
    const [, name = word, attached = null] = /^([^=]*)=(.*)$/s.exec(word) ?? [];
    return { kind: kindOf((known) => name.length > 3 && known.startsWith(name)), attached };
  }
  for (const [index, letter] of [...word.slice(1, MOST_LETTERS)].entries()) {
    const kind = kindOf((known) => known === `-${letter}`);
    if (kind !== 'flag') return { kind, attached: word.slice(index + 2) || null };
  }
  return { kind: 'flag', attached: null };
}

/** Letters in one bundle of options. */
const MOST_LETTERS = 30;

function behindFind(words: readonly string[]): ShellCommand[] {
  const found: ShellCommand[] = [];
  let argv: string[] | null = null;
  for (const word of words) {
    if (argv !== null && word !== ';' && word !== '+') argv.push(word);
    else argv = null;
    if (argv !== null || !/^-(?:exec|execdir|ok|okdir)$/.test(word)) continue;
    argv = [];
    found.push({ argv, stdin: null });
  }
  return found;
}

/** Keys of git whose value is a program, and variables of that kind. */
const RUN_BY_GIT =
  /^(?:alias\..*|pager\..*|core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|.*\.(?:cmd|command|textconv|clean|smudge|process|driver|helper|external|program|uploadpack|receivepack))$/is;
const RUN_BY_NAME =
  /^(?:GIT_(?:SEQUENCE_)?EDITOR|VISUAL|EDITOR|(?:GIT_)?PAGER|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_CONFIG_VALUE_\d+)\+?=(.*)$/s;

/** A sub-command of git, or any program (which an alias marks by `!`). */
function ofSetting(value: string): ShellCommand[] {
  const script = value.replace(/^!/, '');
  return script === '' ? [] : [...shellCommands(script), ...shellCommands(`git ${script}`)];
}
