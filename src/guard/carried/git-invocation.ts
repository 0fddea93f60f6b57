import type { Invocation } from './invocation.ts';

/** A call of git behind its own options. */
export interface GitInvocation {
  readonly subcommand: string;
  readonly words: readonly string[];
  /** What `-c` and its like set: `[key, value]`. */
  readonly settings: readonly (readonly [key: string, value: string])[];
}

/** @returns null where the program is not git; `git-push`, as it lies in git's own directory, is `git push` */
export function gitInvocationOf({ program, words }: Pick<Invocation, 'program' | 'words'>): GitInvocation | null {
  if (program.startsWith('git-')) return { subcommand: program.slice(4), words, settings: [] };
  return program === 'git' || program === 'hub' ? behindOptions(words) : null;
}

/** Options of git itself, and of `for-each-repo`, that take the next word as their value. */
const VALUE_OPTIONS = new Set(
  '-c -C --git-dir --work-tree --namespace --super-prefix --config-env --attr-source --exec-path --config'.split(' '),
);

/** Reads the words behind `git`. */
export function behindOptions(words: readonly string[]): GitInvocation {
  const settings: [string, string][] = [];
  let index = 0;
  // `for-each-repo` runs a sub-command in many repositories, and is written like git itself.
  while (words[index]?.startsWith('-') || words[index] === 'for-each-repo') {
    const option = words[index] ?? '';
    const hasNext = VALUE_OPTIONS.has(option);
    const setting = option === '-c' ? words[index + 1] : /^-c(?=.)(.*)$/s.exec(option)?.[1];
    const [, key, value] = /^([^=]*)=(.*)$/s.exec(setting ?? '') ?? [];
    if (key !== undefined && value !== undefined) settings.push([key, value]);
    index += hasNext ? 2 : 1;
  }
  const [subcommand = '', ...rest] = words.slice(index);
  return { subcommand, words: rest, settings: [...settings, ...configured(subcommand, rest)] };
}

/** `git config alias.p push` makes the next call of `git p` a push. */
function configured(subcommand: string, words: readonly string[]): [string, string][] {
  const key = subcommand === 'config' ? words.findIndex((word) => /^\w[\w-]*\..*\w$/s.test(word)) : -1;
  const value = words[key + 1];
  return key < 0 || value === undefined ? [] : [[words[key] ?? '', value]];
}
