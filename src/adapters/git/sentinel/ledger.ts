import { hash, randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, mkdirSync, openSync, readSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OrchestratorError } from '../../../domain/errors.ts';
import type { Processes, ProcessIdentity } from '../../../ports/processes.ts';
import { errorCode } from '../run/spawn-git.ts';
import { type LedgerEvent, type Member, parseEvent, type Said } from './ledger-event.ts';

/**
 * What the sentinels of several processes tell each other of one repository: what is trusted, which worktree is being changed and
 * how it is then, and what was found. Nothing is read unless it grew.
 */
export interface Ledger {
  /** What others said since the last look, in the order in which it was said. */
  news(): readonly LedgerEvent[];
  /** Throws `disk-full` or `home-invalid` where it can't be written down. */
  say(said: Said): void;
  /**
   * Takes part, one process at a time. `record` gets all that was said while others that live took part, this sentinel's own words
   * included; null when nobody else does, and then the ledger begins anew.
   */
  join(record: (history: readonly LedgerEvent[] | null) => Promise<void>): Promise<void>;
  /** Takes part no longer; the others go on. */
  leave(): void;
  isAlive(member: ProcessIdentity): boolean;
}

export interface LedgerOptions {
  /** Absolute path of the directory for ledgers, in the home: no worktree holds it. */
  readonly directory: string;
  readonly processes: Pick<Processes, 'self' | 'isAlive'>;
  /** Works while no other process of the home does so under the same name. */
  readonly alone: (name: string, work: () => Promise<void>) => Promise<void>;
}

const LINE_END = 0x0a;

/** The settings of a repository may hold tokens (INV-12). */
const PRIVATE = { mode: 0o600 };

/**
 * A file of JSON lines that is only ever appended to: each line is one write, so the order of lines is that of what happened, and a
 * reader goes on where it stopped.
 * @param commonDir absolute path of the directory that all worktrees of the repository share
 */
export function createLedger(commonDir: string, { directory, processes, alone }: LedgerOptions): Ledger {
  const file = join(directory, `${hash('sha256', commonDir).slice(0, 16)}.jsonl`);
  const self: Member = { id: randomUUID(), ...processes.self() };
  let offset = 0;
  let takesPart = false;

  /** A line end before it too: what a full disk cut off must not swallow it. */
  const lineOf = (said: Said): string => `\n${JSON.stringify({ by: self, ...said })}\n`;

  function write(change: () => void): void {
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      change();
    } catch (error) {
      throw unwritable(file, error);
    }
  }

  function say(said: Said): void {
    write(() => appendFileSync(file, lineOf(said), PRIVATE));
  }

  /** Whole lines from `offset` on; one that is still being written is left for the next time. */
  function read(): readonly LedgerEvent[] {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // Somebody took the file away, or began it anew.
    if (size < offset) offset = 0;
    if (size === offset) return [];
    const bytes = readFrom(file, offset, size - offset);
    const whole = bytes.subarray(0, bytes.lastIndexOf(LINE_END) + 1);
    offset += whole.length;
    return whole
      .toString('utf8')
      .split('\n')
      .flatMap((line) => parseEvent(line) ?? []);
  }

  function begin(): void {
    const next = `${file}.${process.pid}.new`;
    const text = lineOf({ type: 'joined' });
    write(() => {
      writeFileSync(next, text, PRIVATE);
      renameSync(next, file);
    });
    offset = Buffer.byteLength(text);
  }

  return {
    news: () => read().filter(({ by }) => by.id !== self.id),
    say,
    join: (record) =>
      alone(`settings of ${commonDir}`, async () => {
        offset = 0;
        const history = read();
        const isShared = membersOf(history).some((member) => member.id !== self.id && processes.isAlive(member));
        if (isShared) say({ type: 'joined' });
        else begin();
        takesPart = true;
        // A living process that could not record, in a repository that it could not read, has nothing to take over.
        await record(isShared && history.some(({ type }) => type === 'trusted') ? history : null);
      }),
    leave() {
      if (takesPart) say({ type: 'left' });
      takesPart = false;
    },
    isAlive: processes.isAlive,
  };
}

/** For a process that shares the repository with nobody, or may leave nothing behind. */
export const NO_LEDGER: Ledger = {
  news: () => [],
  say: () => {},
  join: (record) => record(null),
  leave: () => {},
  isAlive: () => false,
};

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

function membersOf(history: readonly LedgerEvent[]): Member[] {
  const members = new Map<string, Member>();
  for (const { type, by } of history) {
    if (type === 'joined') members.set(by.id, by);
    if (type === 'left') members.delete(by.id);
  }
  return [...members.values()];
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
