/** What the names of a script stand for, as far as the script itself says it in plain text. */
export interface ShellNames {
  /** Notes what a command gives a name to, and puts what an alias stands for in its place. */
  resolve(argv: string[]): string[];
  /** Null: not known. */
  valueOf(name: string): string | null;
  /** The same text, or null once a script has grown too much by it. */
  expanded(value: string | null): string | null;
}

/** A few variables that double each other would otherwise grow without end. */
const MOST_EXPANDED = 100_000;

const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

const DECLARES = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

/** Commands that give a value that only running tells to the names that follow. */
const ASSIGNS = new Set(['for', 'select', 'read', 'unset']);

export function createShellNames(): ShellNames {
  const variables = new Map([['IFS', ' ']]);
  const aliases = new Map<string, string>();
  let expanded = 0;

  const note = (argv: readonly string[]): void => {
    const [program = '', ...words] = argv;
    if (ASSIGNS.has(program)) for (const word of words) variables.delete(word);
    if (!DECLARES.has(program) && program !== 'alias' && !argv.every((word) => ASSIGNMENT.test(word))) return;
    for (const word of argv) {
      const [, name, value = ''] = ASSIGNMENT.exec(word) ?? [];
      if (name === undefined) continue;
      if (program === 'alias') aliases.set(name, value);
      else if (/[$`]/.test(value)) variables.delete(name);
      else variables.set(name, value);
    }
  };

  return {
    resolve(argv) {
      note(argv);
      const value = this.expanded(aliases.get(argv[0] ?? '') ?? null);
      return value === null ? argv : [...value.split(/\s+/), ...argv.slice(1)];
    },
    valueOf: (name) => variables.get(name) ?? null,
    expanded(value) {
      expanded += value?.length ?? 0;
      return expanded > MOST_EXPANDED ? null : value;
    },
  };
}
