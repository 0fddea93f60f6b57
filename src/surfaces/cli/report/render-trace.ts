import { type LogfmtValue, logfmt } from '../text/logfmt.ts';
import { oneLine } from '../text/plain-text.ts';

/** One entry of a trace as `key=value`; what lies deeper stands as JSON. A line that is no JSON is shown as text. */
export const renderTraceEntry = (line: string): string => {
  const entry = parse(line);
  return entry === null ? oneLine(line, 2_000) : logfmt(entry);
};

const parse = (line: string): Record<string, LogfmtValue> | null => {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return null;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [oneLine(key), scalar(each)]));
  } catch {
    return null;
  }
};

const scalar = (value: unknown): LogfmtValue => {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
    return value;
  return JSON.stringify(value);
};
