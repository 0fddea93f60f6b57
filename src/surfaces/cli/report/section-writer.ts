import type { Paint } from '../text/paint.ts';

/** Writes texts behind their labels, which stand in a column of their own; further lines are indented to the first. */
export const sectionWriter = (
  labels: Readonly<Record<string, string>>,
  paint: Paint,
): ((label: string, text: string) => string[]) => {
  const column = Math.max(...Object.values(labels).map(({ length }) => length)) + 1;
  const indent = ' '.repeat(column + 1);
  return (label, text) => {
    const [first = '', ...rest] = text.split('\n');
    return [`${paint.dim(label.padEnd(column))} ${first}`, ...rest.map((line) => `${indent}${line}`.trimEnd())];
  };
};
