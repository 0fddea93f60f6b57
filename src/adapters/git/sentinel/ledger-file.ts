import { appendFileSync, closeSync, mkdirSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '../../../domain/errors.ts';
import { errorCode } from '../run/spawn-git.ts';
import { type LedgerEvent, parseEvent } from './ledger-event.ts';

/**
 * A file of JSON lines that is only ever appended to: each line is one write, so the order of lines is that of what happened, and a
 * reader goes on where it stopped. What cannot be written throws `disk-full` or `home-invalid`.
 */
export interface LedgerFile {
  /** Whole lines since the last look; one that is still being written is left for the next time. */
  read(): readonly LedgerEvent[];
  readAll(): readonly LedgerEvent[];
  append(event: LedgerEvent): void;
  /** Begins a new file in the place of this one. */
  beginAnew(first: LedgerEvent): void;
}

const LINE_END = 0x0a;

/** The settings of a repository may hold tokens (INV-12). */
const PRIVATE = { mode: 0o600 };

/** @param directory made where it is missing, for the first line */
export function createLedgerFile(directory: string, name: string): LedgerFile {
  const file = join(directory, name);
  let offset = 0;

  function read(): readonly LedgerEvent[] {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // Somebody took the file away, or began it anew.
    if (size < offset) offset = 0;
    if (size === offset) return [];
    const bytes = readFrom(file, offset, size - offset);
    const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
    offset += whole.length;
    const lines = whole.toString('utf8').split('\n');
    return lines.flatMap((line) => parseEvent(line) ?? []);
  }

  function write(change: () => void): void {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      change();
    } catch (error) {
      throw unwritable(file, error);
    }
  }

  return {
    read,
    readAll() {
      offset = 0;
      return read();
    },
    append: (event) => write(() => appendFileSync(file, lineOf(event), PRIVATE)),
    beginAnew(first) {
      const next = `${file}.${process.pid}.new`;
      const text = lineOf(first);
      write(() => {
        writeFileSync(next, text, PRIVATE);
        renameSync(next, file);
      });
      offset = Buffer.byteLength(text);
    },
  };
}

/** A line end before it too: what a full disk cut off must not swallow it. */
function lineOf(event: LedgerEvent): string {
  return `\n${JSON.stringify(event)}\n`;
}

function unwritable(file: string, cause: unknown): OrchestratorError {
  const failure = cause instanceof Error ? cause : new Error(String(cause));
  const isFull = /^(ENOSPC|EDQUOT)$/.test(errorCode(failure) ?? '');
  return new OrchestratorError(
    isFull ? 'disk-full' : 'home-invalid',
    `${file} can't be written: ${failure.message}.`,
    isFull ? 'Free some space on the disk that holds the home.' : 'Make the home a directory that you may write to.',
    { cause },
  );
}

function readFrom(file: string, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
  } finally {
    closeSync(descriptor);
  }
}
