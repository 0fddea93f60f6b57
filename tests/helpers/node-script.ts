import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A script of ours that runs in a Node process of its own; it is killed when the test ends. */
export interface NodeScript {
  /** The next line of its output; null at the end. */
  line(): Promise<string | null>;
  /** Its last words on stderr are the error when it fails: `code` is null when a signal ended it. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  /** Everything it has not printed yet. */
  rest(): Promise<readonly string[]>;
  kill(): void;
  /** Sends it a line that it waits for. */
  say(line: string): void;
}

/** Starts `node script ...args`. */
export const startNodeScript = (script: URL, ...args: readonly string[]): NodeScript => {
  const child = spawn(process.execPath, [script.pathname, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  // A script that is gone cannot be told to go on.
  child.stdin.on('error', () => undefined);
  const stderr: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close').then(([code]) => ({ code, stderr: stderr.join('') }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const line = async () => {
    const next = await lines.next();
    return next.done ? null : next.value;
  };
  return {
    line,
    ended,
    rest: async () => {
      const all: string[] = [];
      for (let next = await line(); next !== null; next = await line()) all.push(next);
      return all;
    },
    kill: () => void child.kill('SIGKILL'),
    say: (text) => void child.stdin.write(`${text}\n`),
  };
};
