import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { explainFailure } from '../../../src/adapters/sqlite/failures.ts';
import { openConnection, openStore } from '../../../src/adapters/sqlite/open.ts';
import { createStore } from '../../../src/adapters/sqlite/store.ts';
import type { Change } from '../../../src/ports/store.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestHome } from '../../helpers/store.ts';

const HOLD_LOCK = new URL('./children/hold-lock.ts', import.meta.url);

const createDatabase = async (tasks = 1): Promise<string> => {
  const file = join(await createTestHome(), 'state.db');
  const store = await openStore({ file });
  const inserts = Array.from({ length: tasks }, (_, index) =>
    createTask({ id: `task-${index + 1}`, prompt: 'x'.repeat(2_000) }),
  );
  await store.commit([
    { type: 'insert-run', run: createRun() },
    ...inserts.map((task): Change => ({ type: 'insert-task', task })),
  ]);
  await store.close();
  return file;
};

test('a database that another process keeps to itself is locked for writing and open for looking', async () => {
  const file = await createDatabase();
  const store = await openStore({ file, busyTimeoutMs: 20 });
  await store.orchestrators.register(createOrchestrator());
  await store.commit([{ type: 'insert-job', job: createJob() }]);
  const holder = startNodeScript(HOLD_LOCK, file);
  expect(await holder.line()).toBe('locked');
  const locked = { code: 'database-locked', message: expect.stringContaining(file) };
  await expect(store.commit([{ type: 'save-run', run: createRun({ turns: 1 }) }])).rejects.toMatchObject(locked);
  await expect(claimNext(store, { queue: 'run-1', by: 'o-1', at: 1 })).rejects.toMatchObject(locked);
  await expect(store.nextNumber('job')).rejects.toMatchObject(locked);
  expect(await store.runs.get('run-1')).toEqual(createRun());
  holder.say('release');
  await holder.ended;
  await store.commit([{ type: 'save-run', run: createRun({ turns: 1 }) }]);
  await store.close();
});

test('opening for work while another process sets the database up says that it is locked', async () => {
  const file = join(await createTestHome(), 'state.db');
  const holder = startNodeScript(HOLD_LOCK, file);
  expect(await holder.line()).toBe('locked');
  await expect(openStore({ file, busyTimeoutMs: 20 })).rejects.toMatchObject({ code: 'database-locked' });
});

test('a full disk refuses the whole commit and keeps what was there', async () => {
  const file = await createDatabase();
  const connection = openConnection({ file });
  const store = createStore(connection);
  const pages = connection.statement<{ page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0;
  connection.statement(`PRAGMA max_page_count = ${pages + 2}`).get();
  const big = createTask({ id: 'task-2', prompt: 'x'.repeat(100_000) });
  const changes: readonly Change[] = [
    { type: 'save-run', run: createRun({ turns: 1 }) },
    { type: 'insert-task', task: big },
  ];
  await expect(store.commit(changes)).rejects.toMatchObject({ code: 'disk-full', retryable: true });
  expect(await store.runs.get('run-1')).toEqual(createRun());
  connection.statement(`PRAGMA max_page_count = ${pages + 200}`).get();
  await store.commit(changes);
  expect(await store.tasks.get('task-2')).toEqual(big);
  await store.close();
});

test.for([false, true])('a file that is no database is damaged and stays as it is (readonly: %s)', async (readonly) => {
  const file = join(await createTestHome(), 'state.db');
  await writeFile(file, 'these are notes, not a database\n'.repeat(200));
  await expect(openStore({ file, readonly })).rejects.toMatchObject({
    code: 'database-damaged',
    message: expect.stringContaining(file),
  });
});

test('pages that were overwritten are found when they are read', async () => {
  const file = await createDatabase(200);
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const pageSize = 4096;
  // The first page holds the schema: what comes after it is what a bad disk would hit.
  await handle.write(Buffer.alloc(size - pageSize, 0xa5), 0, size - pageSize, pageSize);
  await handle.close();
  const store = await openStore({ file, readonly: true });
  await expect(store.tasks.list()).rejects.toMatchObject({ code: 'database-damaged' });
  await store.close();
});

test('a row that does not parse is named with its table', async () => {
  const file = await createDatabase();
  const database = new BetterSqlite3(file);
  database.exec(`UPDATE tasks SET body = json_set(body, '$.attempts.developer', 'many')`);
  database.exec(`UPDATE runs SET body = json_set(body, '$.surprise', 1)`);
  database.close();
  const store = await openStore({ file, readonly: true });
  await expect(store.tasks.get('task-1')).rejects.toMatchObject({
    code: 'database-damaged',
    message: expect.stringMatching(/row task-1 of the table tasks is damaged: attempts\.developer/),
  });
  await expect(store.runs.list()).rejects.toMatchObject({
    code: 'database-damaged',
    message: expect.stringMatching(/row run-1 of the table runs .*surprise/),
  });
  await store.close();
});

test('a row that is no JSON at all cannot be written', async () => {
  const database = new BetterSqlite3(await createDatabase());
  expect(() => database.exec(`UPDATE tasks SET body = '{'`)).toThrow('malformed JSON');
  expect(() => database.exec(`UPDATE tasks SET body = '{}'`)).toThrow('NOT NULL constraint failed');
  database.close();
});

test('a home that is a file, or a database that is a directory, is named as the mistake', async () => {
  const home = await createTestHome();
  await writeFile(join(home, 'file'), '');
  await mkdir(join(home, 'directory'));
  const invalid = { code: 'home-invalid', next: expect.stringContaining('ORCHESTRATOR_HOME') };
  await expect(openStore({ file: join(home, 'file', 'state.db') })).rejects.toMatchObject(invalid);
  await expect(openStore({ file: join(home, 'directory') })).rejects.toMatchObject(invalid);
});

test('a failure that no rule knows is a bug and comes back as it is', () => {
  const bug = Object.assign(new Error('no such column'), { code: 'SQLITE_ERROR' });
  expect(explainFailure(bug, 'state.db')).toBe(bug);
  expect(explainFailure('text', 'state.db')).toBe('text');
});
