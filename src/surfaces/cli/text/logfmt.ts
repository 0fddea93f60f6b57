import { oneLine } from './plain-text.ts';

export type LogfmtValue = string | number | boolean | null | undefined;

/** `key=value` pairs on one line; values with spaces, quotes or equals signs stand in quotes. What is undefined is left out. */
export const logfmt = (fields: Readonly<Record<string, LogfmtValue>>): string =>
  Object.entries(fields)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${formatted(value)}`]))
    .join(' ');

const VALUE_LIMIT = 500;

const formatted = (value: Exclude<LogfmtValue, undefined>): string => {
  if (value === null) return 'null';
  const text = oneLine(String(value), VALUE_LIMIT);
  return text === '' || /[\s"=\\]/.test(text) ? JSON.stringify(text) : text;
};
