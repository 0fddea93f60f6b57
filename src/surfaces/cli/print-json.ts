import type { Output } from './output.ts';

/** One JSON document: one line for programs, indented where a person reads it. */
export const printJson = (out: Output, value: unknown): void =>
  out.line(JSON.stringify(value, null, out.isTerminal ? 2 : undefined));
