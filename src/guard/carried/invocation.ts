/** A simple command taken apart. */
export interface Invocation {
  /** `A=1` in front of the program. */
  readonly assignments: readonly string[];
  /** Its name without the directory, in small letters; empty where there are assignments only. */
  readonly program: string;
  readonly words: readonly string[];
}

export function invocationOf(argv: readonly string[]): Invocation {
  const start = argv.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  if (start < 0) return { assignments: argv, program: '', words: [] };
  const program = argv[start] ?? '';
  const name = program.split(/[\\/]/).at(-1) ?? program;
  return {
    assignments: argv.slice(0, start),
    program: name.replace(/\.exe$/i, '').toLowerCase(),
    words: argv.slice(start + 1),
  };
}
