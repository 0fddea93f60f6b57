import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openConnection, openStore, type StoreOptions } from '../../../src/adapters/sqlite/open.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { createRun, createTask, createTestHome } from '../../helpers/store.ts';

const OPEN_NEW = new URL('./children/open-new.ts', import.meta.url);
const COMMIT_LOOP = new URL('./children/commit-loop.ts', import.meta.url);
const MIGRATIONS = new URL('../../../src/adapters/sqlite/migrations/', import.meta.url);

const createDatabase = async (options: Partial<StoreOptions> = {}): Promise<string> => {
  const file = join(await createTestHome(), 'state.db');
  const store = await openStore({ file, ...options });
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
  ]);
  await store.close();
  return file;
};

/** The program's migrations and one more. */
const createMigrations = async (next: string): Promise<string> => {
  const directory = join(await createTestHome(), 'migrations');
  await cp(MIGRATIONS, directory, { recursive: true });
  const count = (await readdir(directory)).length;
  await writeFile(join(directory, `${String(count + 1).padStart(4, '0')}-next.sql`), next);
  return directory;
};

const versionOf = (file: string): unknown => {
  const database = new BetterSqlite3(file, { readonly: true });
  const version = database.pragma('user_version', { simple: true });
  database.close();
  return version;
};

test('the schema is the committed one', async () => {
  const file = await createDatabase();
  const database = new BetterSqlite3(file, { readonly: true });
  const parts = database
    .prepare(`SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name`)
    .pluck();
  const schema = parts.all().map((sql) => `${sql};\n`);
  database.close();
  await expect(schema.join('\n')).toMatchFileSnapshot('./schema.snapshot.sql');
});

test('committed rows survive a power failure: synchronous is FULL, with a write-ahead log and foreign keys', async () => {
  const connection = openConnection({ file: join(await createTestHome(), 'new', 'state.db') });
  const pragma = (name: string) => connection.statement<Record<string, unknown>>(`PRAGMA ${name}`).get()?.[name];
  expect(pragma('synchronous')).toBe(2);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('foreign_keys')).toBe(1);
  await connection.close();
});

test('processes that open a new database at once all find it complete', async () => {
  const file = join(await createTestHome(), 'state.db');
  const children = Array.from({ length: 6 }, () => startNodeScript(OPEN_NEW, file));
  for (const child of children) expect(await child.line()).toBe('ready');
  for (const child of children) child.say('go');
  for (const child of children) expect(await child.ended).toEqual({ code: 0, stderr: '' });
  const numbers = (await Promise.all(children.map((child) => child.rest()))).flat().map(Number);
  expect(numbers.toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
});

test('an older database is brought up to date with its rows', async () => {
  const file = await createDatabase();
  const migrationsDir = await createMigrations('CREATE TABLE more (id TEXT) STRICT;');
  const store = await openStore({ file, migrationsDir });
  expect(await store.tasks.get('task-1')).toEqual(createTask());
  await store.close();
  expect(versionOf(file)).toBe((await readdir(migrationsDir)).length);
});

test('a migration that fails half-way leaves the version and the schema that were there', async () => {
  const file = await createDatabase();
  const before = versionOf(file);
  const migrationsDir = await createMigrations(
    'CREATE TABLE more (id TEXT) STRICT; CREATE TABLE tasks (id TEXT) STRICT;',
  );
  await expect(openStore({ file, migrationsDir })).rejects.toThrow('table tasks already exists');
  expect(versionOf(file)).toBe(before);
  const store = await openStore({ file, migrationsDir: await createMigrations('CREATE TABLE more (id TEXT) STRICT;') });
  await store.close();
});

test.for([false, true])(
  'a database of a newer program is refused and stays as it is (readonly: %s)',
  async (readonly) => {
    const file = await createDatabase({ migrationsDir: await createMigrations('CREATE TABLE more (id TEXT) STRICT;') });
    const before = await readFile(file);
    await expect(openStore({ file, readonly })).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringContaining(`has version ${versionOf(file)};`),
    });
    expect(await readFile(file)).toEqual(before);
  },
);

test('migrations that are not there or do not count up are an installation gone wrong', async () => {
  const home = await createTestHome();
  const file = join(home, 'state.db');
  const broken = { code: 'infrastructure', next: 'Install the program again.' };
  await expect(openStore({ file, migrationsDir: join(home, 'none') })).rejects.toMatchObject(broken);
  await mkdir(join(home, 'gap'));
  await writeFile(join(home, 'gap', '0002-late.sql'), '');
  await expect(openStore({ file, migrationsDir: join(home, 'gap') })).rejects.toMatchObject(broken);
  expect(await readdir(home)).toEqual(['gap']);
});

test('looking at a home without a database finds nothing and creates nothing', async () => {
  const home = await createTestHome();
  const store = await openStore({ file: join(home, 'state.db'), readonly: true });
  expect(await store.runs.list()).toEqual([]);
  await expect(store.commit([{ type: 'insert-run', run: createRun() }])).rejects.toMatchObject({
    code: 'home-invalid',
  });
  await store.close();
  expect(await readdir(home)).toEqual([]);
});

test('looking writes nothing', async () => {
  const file = await createDatabase();
  const before = await readFile(file);
  const store = await openStore({ file, readonly: true });
  expect(await store.tasks.list()).toEqual([createTask()]);
  await expect(store.commit([{ type: 'insert-run', run: createRun({ id: 'run-2' }) }])).rejects.toMatchObject({
    code: 'home-invalid',
  });
  await expect(store.nextNumber('task')).rejects.toMatchObject({ code: 'home-invalid' });
  await store.close();
  expect(await readFile(file)).toEqual(before);
});

test('looking at the database of an older program shows its rows and leaves it old', async () => {
  const file = await createDatabase();
  const before = await readFile(file);
  const migrationsDir = await createMigrations('ALTER TABLE tasks ADD COLUMN more TEXT;');
  const store = await openStore({ file, readonly: true, migrationsDir });
  expect(await store.tasks.list()).toEqual([createTask()]);
  await expect(store.nextNumber('task')).rejects.toMatchObject({ code: 'home-invalid' });
  await store.close();
  expect(await readFile(file)).toEqual(before);
});

test('looking works while another process writes, and after that one was killed', async () => {
  const file = await createDatabase();
  const writer = startNodeScript(COMMIT_LOOP, file);
  const first = Number(await writer.line());
  const store = await openStore({ file, readonly: true });
  const stepsSeen = async () => (await store.tasks.get('task-1'))?.attempts.developer ?? 0;
  expect(await stepsSeen()).toBeGreaterThanOrEqual(first);
  const second = Number(await writer.line());
  expect(await stepsSeen()).toBeGreaterThanOrEqual(second);
  writer.kill();
  await writer.ended;
  const after = await openStore({ file, readonly: true });
  expect((await after.tasks.get('task-1'))?.attempts.developer).toBe(await stepsSeen());
  await after.close();
  await store.close();
});
