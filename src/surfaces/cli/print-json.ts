import { stringifyChunked } from '@discoveryjs/json-ext';
import type { Output } from './output.ts';

/** One JSON document, piece by piece since it may be large: one line for programs, indented where a person reads it. */
export const printJson = (out: Output, value: unknown): void => {
  for (const piece of stringifyChunked(value, null, out.isTerminal ? 2 : undefined)) out.write(piece);
  out.line();
};
