import type { Database, Statement } from 'better-sqlite3';
import { explainFailure } from './failures.ts';

/** One open database. Work is synchronous inside; what goes wrong comes out as a rejection that a person can read. */
export interface Connection {
  /** Prepared on first use and kept, so that opening costs nothing for what is not asked. */
  statement<Row = unknown>(sql: string): Statement<unknown[], Row>;
  read<T>(query: () => T): Promise<T>;
  /**
   * One transaction that takes the write lock at its start: all of it happens or none (INV-7).
   * Every write goes through here. A lone `UPDATE ... RETURNING` would not do: its row is handed out before it is
   * committed, and better-sqlite3 drops the error of a commit that then fails.
   */
  write<T>(change: () => T): Promise<T>;
  /** The same without waiting until the disk has it; the next `write` waits for both. */
  writeLightly<T>(change: () => T): Promise<T>;
  close(): Promise<void>;
}

/** Whether a commit waits until the disk has it. */
type Durability = 'FULL' | 'NORMAL';

/** Wraps an open database, which waits for the disk (`FULL`); the connection owns it from here on. */
export const createConnection = (database: Database): Connection => {
  const statements = new Map<string, Statement<unknown[]>>();
  const attempt = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (failure) {
      throw explainFailure(failure, database.name);
    }
  };
  // One for all: making one takes longer than many a change.
  const transaction = database.transaction((change: () => unknown) => change());
  let durability: Durability = 'FULL';
  const commit = <T>(change: () => T, wanted: Durability): Promise<T> =>
    attempt(() => {
      if (wanted !== durability) database.pragma(`synchronous = ${wanted}`);
      durability = wanted;
      return transaction.immediate(change) as T;
    });
  return {
    statement: <Row>(sql: string) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return statement as Statement<unknown[], Row>;
    },
    read: attempt,
    write: (change) => commit(change, 'FULL'),
    writeLightly: (change) => commit(change, 'NORMAL'),
    close: () =>
      attempt(() => {
        database.close();
      }),
  };
};
