import { stripVTControlCharacters } from 'node:util';

/**
 * Columns under a heading, two spaces apart; the last column is not padded. The cells are drawn as they are: safe text,
 * styles allowed. No rows give no lines.
 */
export const table = (heading: readonly string[], rows: readonly (readonly string[])[]): string[] => {
  if (rows.length === 0) return [];
  const widths = heading.map((title, column) =>
    Math.max(...[heading, ...rows].map((row) => width(row[column] ?? title))),
  );
  return [heading, ...rows].map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
      .join('  ')
      .trimEnd(),
  );
};

/** How many characters a cell takes on screen. */
export const width = (cell: string): number => [...stripVTControlCharacters(cell)].length;
