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
  /** Aborts when the reader is gone (`| head`) or nothing can be written any more; what comes afterwards is dropped. */
  readonly closed: AbortSignal;
  write(text: string): void;
  line(text?: string): void;
  /** Waits until all is written, and resolves to what was in the way, if that was not a reader who left. */
  finish(): Promise<NodeJS.ErrnoException | null>;
}

/**
 * Guards a stream against a reader that leaves early, which is no error, and against terminals that claim to have no width.
 * Any other failure to write (a full disk) does not end the work either: it is told at its end.
 */
export const createOutput = (terminal: WritableTerminal, variables: ColorVariables): Output => {
  const reader = new AbortController();
  const isTerminal = terminal.isTTY === true;
  let failure: NodeJS.ErrnoException | null = null;
  terminal.on('error', (error) => {
    if (!reader.signal.aborted && !GONE.has(error.code ?? '')) failure = error;
    reader.abort();
  });
  let written = false;
  const write = (text: string): void => {
    if (reader.signal.aborted) return;
    written = true;
    terminal.write(text);
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
    finish: async () => {
      if (written && !reader.signal.aborted) await new Promise<void>((resolve) => terminal.write('', resolve));
      return failure;
    },
  };
};

/** A pipe without a reader, a stream that was ended, a terminal that was closed. */
const GONE: ReadonlySet<string> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'EIO']);
