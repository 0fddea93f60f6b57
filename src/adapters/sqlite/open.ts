import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Database } from 'better-sqlite3';
import BetterSqlite3 from 'better-sqlite3';
import type { Store } from '../../ports/store.ts';
import { type Connection, createConnection } from './connection.ts';
import { explainFailure } from './failures.ts';
import { listMigrations, type Migration, migrate, schemaVersion } from './migrate.ts';
import { createStore } from './store.ts';

export interface StoreOptions {
  /** Absolute path of the database, or `:memory:` for one that ends with the process (INV-11). */
  readonly file: string;
  /** For looking: nothing is written or created; a database that does not exist is an empty one. */
  readonly readonly?: boolean;
  /** Directory of the numbered SQL files; default: the one beside this module, in the sources and in the bundle alike. */
  readonly migrationsDir?: string;
  /** How long another process's write lock is waited for before `database-locked`, in milliseconds. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens the store and brings its database up to date.
 * Rejects with `database-newer` (the file stays as it is), `database-locked`, `database-damaged`, `disk-full` or `home-invalid`.
 */
export const openStore = async (options: StoreOptions): Promise<Store> => createStore(openConnection(options));

/** The connection below `openStore`; same options, same errors, thrown. */
export const openConnection = (options: StoreOptions): Connection => {
  const { file, busyTimeoutMs: timeout = 5_000 } = options;
  const migrations = listMigrations(options.migrationsDir ?? fileURLToPath(new URL('./migrations/', import.meta.url)));
  try {
    return createConnection(
      options.readonly ? openForLooking(file, timeout, migrations) : openForWork(file, timeout, migrations),
    );
  } catch (failure) {
    throw explainFailure(failure, file);
  }
};

const openForWork = (file: string, timeout: number, migrations: readonly Migration[]): Database => {
  // The home holds prompts and answers of the person: nobody else's business.
  if (file !== IN_MEMORY) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return closedOnFailure(new BetterSqlite3(file, { timeout }), (database) => {
    schemaVersion(database, migrations);
    useWriteAheadLog(database, timeout);
    // Merges and messages to the outside rest on committed rows: a power failure must not take one back.
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    migrate(database, migrations);
    return database;
  });
};

/**
 * Only the first process that opens a new database has something to change here. SQLite does not let the others wait for
 * that change, it refuses them at once; so they ask again.
 */
const useWriteAheadLog = (database: Database, timeout: number): void => {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      database.pragma('journal_mode = WAL');
      return;
    } catch (failure) {
      const busy = failure instanceof BetterSqlite3.SqliteError && failure.code === 'SQLITE_BUSY';
      if (!busy || performance.now() > deadline) throw failure;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, POLL_MS);
    }
  }
};

const openForLooking = (file: string, timeout: number, migrations: readonly Migration[]): Database => {
  if (file === IN_MEMORY || !existsSync(file)) return openCopy(IN_MEMORY, migrations);
  try {
    return openReadonly(file, timeout, migrations);
  } catch (failure) {
    const isCutOff = failure instanceof BetterSqlite3.SqliteError && failure.code.startsWith('SQLITE_READONLY');
    if (!isCutOff) throw failure;
    // A process that was killed in the middle of a write left a journal, which only somebody who may write can roll back.
    const repaired = new BetterSqlite3(file, { timeout, fileMustExist: true });
    repaired.pragma('user_version');
    repaired.close();
    return openReadonly(file, timeout, migrations);
  }
};

const openReadonly = (file: string, timeout: number, migrations: readonly Migration[]): Database => {
  const database = new BetterSqlite3(file, { readonly: true, fileMustExist: true, timeout });
  return closedOnFailure(database, () => {
    const version = schemaVersion(database, migrations);
    if (version === migrations.length) return database;
    const copy = openCopy(version === 0 ? IN_MEMORY : snapshot(database), migrations);
    database.close();
    return copy;
  });
};

/** A database of an older program cannot be brought up to date by somebody who only looks: a copy in memory can. */
const openCopy = (source: Buffer | typeof IN_MEMORY, migrations: readonly Migration[]): Database =>
  closedOnFailure(new BetterSqlite3(source), (copy) => {
    migrate(copy, migrations);
    copy.pragma('query_only = ON');
    return copy;
  });

const snapshot = (database: Database): Buffer => {
  const image = database.serialize();
  // Bytes 18 and 19 of the header ask for a write-ahead log, which a database in memory cannot have.
  image.fill(1, 18, 20);
  return image;
};

const closedOnFailure = (database: Database, use: (database: Database) => Database): Database => {
  try {
    return use(database);
  } catch (failure) {
    database.close();
    throw failure;
  }
};

const IN_MEMORY = ':memory:';
const POLL_MS = 10;
