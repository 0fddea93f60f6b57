import { setTimeout as sleep } from 'node:timers/promises';
import type { Files } from '../ports/files.ts';

/** Whoever reads along sees no delay in it, and a thousand lines a second are a few writes. */
const REST_MS = 50;

interface LineWriter extends Pick<Files, 'appendLine'> {
  /** From now on nothing rests, and what waits is written. */
  hurry(): void;
}

/**
 * Appends lines in the order in which they come, with a rest after each write; what came for the same file meanwhile is one write: a run
 * of many short tasks tells more than a disk takes one by one. Lines that are written together fail together.
 */
export const gatherLines = (files: Pick<Files, 'appendLine'>): LineWriter => {
  const waiting = new Map<string, Batch>();
  const hurry = new AbortController();
  const rest = (): Promise<void> => sleep(REST_MS, undefined, { signal: hurry.signal }).catch(() => undefined);
  let rested: Promise<void> = Promise.resolve();
  return {
    appendLine: (file, line) => {
      const batch = waiting.get(file);
      if (batch !== undefined) {
        batch.lines.push(line);
        return batch.written;
      }
      const lines = [line];
      const write = (): Promise<void> => {
        waiting.delete(file);
        return files.appendLine(file, lines.join('\n'));
      };
      const written = rested.then(write);
      waiting.set(file, { lines, written });
      rested = written.catch(() => undefined).then(rest);
      return written;
    },
    hurry: () => hurry.abort(),
  };
};

interface Batch {
  readonly lines: string[];
  readonly written: Promise<void>;
}
