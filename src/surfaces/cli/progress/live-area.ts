import { Writable } from 'node:stream';
import { createLogUpdate } from 'log-update';
import type { Output } from '../output.ts';

/** Lines at the bottom of the terminal that are drawn again and again. */
export interface LiveArea {
  draw(lines: readonly string[]): void;
  clear(): void;
}

export const createLiveArea = (output: Output): LiveArea => {
  const stream = Object.defineProperties(
    new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        output.write(String(chunk));
        done();
      },
    }),
    {
      isTTY: { value: true },
      // Asked at every draw, so that a resized terminal is seen, and never 0, at which every character is a line.
      columns: { get: () => output.columns },
      rows: { get: () => output.rows },
    },
  );
  // The cursor stays visible: a process that is killed cannot bring it back.
  const update = createLogUpdate(stream, { showCursor: true });
  return {
    draw: (lines) => (lines.length === 0 ? update.clear() : update(lines.join('\n'))),
    clear: () => update.clear(),
  };
};
