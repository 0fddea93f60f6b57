import type { Files } from '../ports/files.ts';

/**
 * Appends lines in the order in which they come, those that came while others were written together in one write: a run of many short
 * tasks tells more than a disk takes one by one. Lines that are written together fail together.
 */
export const gatherLines = (files: Pick<Files, 'appendLine'>): Pick<Files, 'appendLine'> => {
  const waiting = new Map<string, Batch>();
  let writing: Promise<void> = Promise.resolve();
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
      const written = writing.then(write);
      waiting.set(file, { lines, written });
      writing = written.catch(() => undefined);
      return written;
    },
  };
};

interface Batch {
  readonly lines: string[];
  readonly written: Promise<void>;
}
