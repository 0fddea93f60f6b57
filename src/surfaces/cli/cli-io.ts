import type { ColorVariables } from './text/color.ts';

/** What the command line needs of the process; handed in, so that tests need no process of their own. */
export interface CliIo {
  readonly stdout: WritableTerminal;
  readonly stderr: WritableTerminal;
  readonly stdin: ReadableTerminal;
  /** The variables that decide about colours and live redraw, and no others. */
  readonly variables: ColorVariables;
  readonly signals: SignalSource;
  readonly clock: CliClock;
  /** Ends the process at once; for the third Ctrl-C only. */
  exit(code: number): void;
}

/** The part of `process.stdout` that is used. */
export interface WritableTerminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** @param done called once the text is written, or cannot be */
  write(text: string, done?: () => void): boolean;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export type ReadableTerminal = NodeJS.ReadableStream & { readonly isTTY?: boolean | undefined };

export type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: InterruptSignal, listener: () => void): unknown;
  off(signal: InterruptSignal, listener: () => void): unknown;
}

export interface CliClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `tick` every `ms` milliseconds without keeping the process alive, until the returned function is called. */
  every(ms: number, tick: () => void): () => void;
  /** Waits, and keeps the process alive meanwhile; ends at once when the signal aborts, which is no error. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
