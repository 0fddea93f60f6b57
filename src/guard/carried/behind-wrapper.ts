import type { ShellCommand } from './shell-command.ts';
import { shellCommands } from './shell-commands.ts';
import type { Wrapper } from './wrappers.ts';

/** The command in the words of a program that runs another one, and what its options have run beside it. */
export function behindWrapper(
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
      if (kind === 'flag') continue;
      const value = attached ?? words[index + 1] ?? '';
      if (attached === null) index += 1;
      if (kind === 'split') return shellCommands([value, ...words.slice(index + 1)].join(' '));
      if (kind === 'script') scripts.push(value);
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
