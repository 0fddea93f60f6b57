import { logfmt } from '../text/logfmt.ts';
import { oneLine } from '../text/plain-text.ts';
import type { ProgressEvent } from './sinks.ts';

const VALUE_LIMIT = 300;

/** One tool call of the lead on one line, its input and output cut to what a reader can take in. */
export const traceLine = ({
  tool,
  durationMs,
  input,
  output,
}: Extract<ProgressEvent, { type: 'tool-called' }>): string =>
  `trace ${logfmt({ tool, ms: durationMs, input: oneLine(input, VALUE_LIMIT), output: oneLine(output, VALUE_LIMIT) })}`;
