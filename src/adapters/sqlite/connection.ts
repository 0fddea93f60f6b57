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

/** Wraps an open database; the connection owns it from here on. */
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
  return {
    statement: <Row>(sql: string) => {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.set(sql, statement);
      return statement as Statement<unknown[], Row>;
    },
    read: attempt,
    write: <T>(change: () => T) => attempt(() => transaction.immediate(change) as T),
    writeLightly: <T>(change: () => T) =>
      attempt(() => {
        database.pragma('synchronous = NORMAL');
        try {
          return transaction.immediate(change) as T;
        } finally {
          database.pragma('synchronous = FULL');
        }
      }),
    close: () =>
      attempt(() => {
        database.close();
      }),
  };
};
