import { hash, randomUUID } from 'node:crypto';
import type { Processes, ProcessIdentity } from '../../../ports/processes.ts';
import type { LedgerEvent, Member, Said } from './ledger-event.ts';
import { createLedgerFile } from './ledger-file.ts';

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

/** @param commonDir absolute path of the directory that all worktrees of the repository share */
export function createLedger(commonDir: string, { directory, processes, alone }: LedgerOptions): Ledger {
  const file = createLedgerFile(directory, `${hash('sha256', commonDir).slice(0, 16)}.jsonl`);
  const self: Member = { id: randomUUID(), ...processes.self() };
  const say = (said: Said): void => file.append({ by: self, ...said });
  let takesPart = false;

  return {
    news: () => file.read().filter(({ by }) => by.id !== self.id),
    say,
    join: (record) =>
      alone(`settings of ${commonDir}`, async () => {
        const history = file.readAll();
        const isShared = membersOf(history).some((member) => member.id !== self.id && processes.isAlive(member));
        if (isShared) say({ type: 'joined' });
        else file.beginAnew({ by: self, type: 'joined' });
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

function membersOf(history: readonly LedgerEvent[]): Member[] {
  const members = new Map<string, Member>();
  for (const { type, by } of history) {
    if (type === 'joined') members.set(by.id, by);
    if (type === 'left') members.delete(by.id);
  }
  return [...members.values()];
}
