import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { OrchestratorError } from '../../domain/errors.ts';

/** One numbered SQL file; `version` is that of the database once it has run. */
export interface Migration {
  readonly version: number;
  readonly file: string;
}

/** The migrations of a directory in order, `0001-initial.sql` first; throws `infrastructure` unless they count up from 1. */
export const listMigrations = (directory: string): readonly Migration[] => {
  const names = readNames(directory).filter((name) => /^\d{4}-.+\.sql$/.test(name));
  const migrations = names.sort().map((name) => ({ version: Number(name.slice(0, 4)), file: join(directory, name) }));
  if (migrations.length > 0 && migrations.every(({ version }, index) => version === index + 1)) return migrations;
  throw brokenInstallation(`The database migrations in ${directory} do not count up from 0001.`);
};

/** Version of the database, 0 for a new one. Throws `database-newer`, before anything is written, for one of a later program. */
export const schemaVersion = (database: Database, migrations: readonly Migration[]): number => {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version <= migrations.length) return version;
  throw new OrchestratorError(
    'database-newer',
    `The database ${database.name} has version ${version}; this program knows versions up to ${migrations.length}.`,
    'Use the newer program that wrote it, or name another home with ORCHESTRATOR_HOME.',
  );
};

/** Brings a database up to date in one transaction: it has the old version or the new one, never something between. */
export const migrate = (database: Database, migrations: readonly Migration[]): void => {
  if (schemaVersion(database, migrations) === migrations.length) return;
  const missing = database.transaction(() => {
    // Asked again under the lock: another process may have done the work in the meantime.
    const version = schemaVersion(database, migrations);
    for (const migration of migrations.slice(version)) database.exec(readFileSync(migration.file, 'utf8'));
    database.pragma(`user_version = ${migrations.length}`);
  });
  missing.immediate();
};

const readNames = (directory: string): string[] => {
  try {
    return readdirSync(directory);
  } catch (cause) {
    throw brokenInstallation(`The database migrations are not in ${directory}.`, cause);
  }
};

const brokenInstallation = (message: string, cause?: unknown): OrchestratorError =>
  new OrchestratorError('infrastructure', message, 'Install the program again.', { cause });
