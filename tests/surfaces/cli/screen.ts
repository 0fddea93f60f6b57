/**
 * What a terminal would show after all that was written to it: enough of one for lines, cursor moves and erasing. Text
 * that leaves the right edge goes on in the next line, as on a real one.
 */
export const screenOf = (written: string, columns: number): string[] => {
  const lines: string[][] = [[]];
  let row = 0;
  let column = 0;
  const put = (character: string): void => {
    if (column >= columns) [row, column] = [row + 1, 0];
    while (lines.length <= row) lines.push([]);
    const line = lines[row] ?? [];
    while (line.length < column) line.push(' ');
    line[column] = character;
    column += 1;
  };
  const apply = (parameters: string, command: string): void => {
    const count = Number(parameters || '1');
    if (command === 'A') row = Math.max(0, row - count);
    else if (command === 'B') row += count;
    else if (command === 'G') column = count - 1;
    else if (command === 'K') lines[row] = (lines[row] ?? []).slice(0, parameters === '2' ? 0 : column);
    else if (command === 'J') lines.length = row + 1;
    else if (!'mhl'.includes(command)) throw new Error(`this terminal does not know CSI ${parameters}${command}`);
  };
  for (const [token, parameters, command] of written.matchAll(TOKENS)) {
    if (command !== undefined) apply(parameters ?? '', command);
    else if (token === '\n') [row, column] = [row + 1, 0];
    else put(token);
  }
  return lines.map((line) => line.join('').trimEnd());
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what a terminal reads
const TOKENS = /\u001b\[\??([\d;]*)([A-Za-z])|[\s\S]/gu;
