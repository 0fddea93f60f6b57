import type { WritableTerminal } from './cli-io.ts';
import { type ColorVariables, wantsColor, wantsLiveArea } from './text/color.ts';
import { createPaint, type Paint } from './text/paint.ts';

/** One of the two streams, as everything here writes to it. */
export interface Output {
  readonly paint: Paint;
  readonly isTerminal: boolean;
  /** May lines be taken back and drawn anew? */
  readonly isLive: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Aborts when the reader is gone (`| head`); what is written afterwards is dropped. */
  readonly closed: AbortSignal;
  write(text: string): void;
  line(text?: string): void;
}

/**
 * Guards a stream against a reader that leaves early, which is no error, and against terminals that claim to have no width.
 * Any other failure to write is thrown on.
 */
export const createOutput = (terminal: WritableTerminal, variables: ColorVariables): Output => {
  const reader = new AbortController();
  const isTerminal = terminal.isTTY === true;
  terminal.on('error', (error) => {
    if (!GONE.has(error.code ?? '')) throw error;
    reader.abort();
  });
  const write = (text: string): void => {
    if (!reader.signal.aborted) terminal.write(text);
  };
  return {
    paint: createPaint(wantsColor(variables, isTerminal)),
    isTerminal,
    isLive: wantsLiveArea(variables, isTerminal),
    get columns() {
      return terminal.columns || 80;
    },
    get rows() {
      return terminal.rows || 24;
    },
    closed: reader.signal,
    write,
    line: (text = '') => write(`${text}\n`),
  };
};

/** A pipe without a reader, a stream that was ended, a terminal that was closed. */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO']);
