/** An argv as one line that a shell would split into the same words, for whoever reads or repeats the command. */
export const shellLine = (argv: readonly string[]): string => argv.map(shellWord).join(' ');

export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
