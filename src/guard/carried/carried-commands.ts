import { behindWrapper } from './behind-wrapper.ts';
import { gitInvocationOf } from './git-invocation.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import type { ShellCommand } from './shell-command.ts';
import { shellCommands } from './shell-commands.ts';
import { wrapperOf } from './wrappers.ts';

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
