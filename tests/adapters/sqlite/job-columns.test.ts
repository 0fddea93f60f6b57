import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Connection } from '../../../src/adapters/sqlite/connection.ts';
import { openConnection, openStore } from '../../../src/adapters/sqlite/open.ts';
import { createStore } from '../../../src/adapters/sqlite/store.ts';
import type { Change } from '../../../src/ports/store.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestHome, createTestStore } from '../../helpers/store.ts';

const MIGRATIONS = new URL('../../../src/adapters/sqlite/migrations/', import.meta.url);

const withTask: readonly Change[] = [
  { type: 'insert-run', run: createRun() },
  { type: 'insert-task', task: createTask() },
];

const JOBS = [
  createJob({ id: 'job-1', status: 'succeeded', claimedBy: 'o-0', exitCode: 0, version: 3 }),
  createJob({ id: 'job-2', status: 'running', claimedBy: 'o-0', project: '/srv/other', version: 2 }),
  createJob({ id: 'job-3', availableAt: 2_000 }),
  createJob({ id: 'job-4', waitsFor: 'task-9' }),
  createJob({ id: 'job-5', queue: 'shared', worker: 'codex' }),
  createJob({ id: 'job-6' }),
  createJob({ id: 'job-7', priority: 5 }),
];

/** A home as the program left it whose last migration was 0009, with `JOBS`. */
const createFormerDatabase = async () => {
  const home = await createTestHome();
  const migrationsDir = join(home, 'migrations');
  await mkdir(migrationsDir);
  for (const name of (await readdir(MIGRATIONS)).filter((each) => each < '0010')) {
    await cp(new URL(name, MIGRATIONS), join(migrationsDir, name));
  }
  const options = { file: join(home, 'state.db'), migrationsDir };
  const connection = openConnection(options);
  await createStore(connection).commit(withTask);
  await connection.write(() => {
    for (const job of JOBS) {
      connection.statement('INSERT INTO jobs (id, body) VALUES (?, ?)').run(job.id, JSON.stringify(job));
    }
  });
  await connection.close();
  return options;
};

test('the jobs of an older home are all there, in their order, and go on as they would have (INV-7)', async () => {
  const { file } = await createFormerDatabase();
  const looking = await openStore({ file, readonly: true });
  expect(await looking.jobs.inRun('run-1')).toEqual(JOBS);
  await looking.close();
  const store = await openStore({ file });
  expect(await store.jobs.inRun('run-1')).toEqual(JOBS);
  expect(await store.jobs.ofTask('task-1')).toEqual(JOBS);
  expect(await store.jobs.withStatus('running')).toEqual([JOBS[1]]);
  expect(await store.jobs.countByStatus()).toEqual({ queued: 5, running: 1, succeeded: 1 });
  expect(await store.jobs.workersWanted('shared', 1)).toEqual(['codex']);
  expect(await store.jobs.nextAvailableAt('run-1')).toBe(2_000);
  await store.orchestrators.register(createOrchestrator());
  const claimed = await store.jobs.claim({ queue: 'run-1', by: 'o-1', at: 2_000 }, 9);
  expect(claimed.map(({ id, version }) => [id, version])).toEqual([
    ['job-7', 2],
    ['job-3', 3],
    ['job-6', 2],
  ]);
  await store.commit([{ type: 'insert-job', job: createJob({ id: 'job-8' }) }]);
  expect((await store.jobs.inRun('run-1')).at(-1)).toMatchObject({ id: 'job-8' });
  await store.close();
});

/** Into how many indexes SQLite writes when a job is saved. */
const indexesWritten = (connection: Connection): number =>
  connection
    .statement<{ readonly opcode: string }>('EXPLAIN UPDATE jobs SET body = ? WHERE id = ? AND version = ?')
    .all('', '', 1)
    .filter(({ opcode }) => opcode === 'IdxInsert').length;

test('a step of a job writes one index; with columns that are all made of its body it wrote six', async () => {
  const former = openConnection(await createFormerDatabase());
  expect(indexesWritten(former)).toBe(6);
  await former.close();
  const connection = openConnection({ file: ':memory:' });
  expect(indexesWritten(connection)).toBe(1);
  await connection.close();
});

test('a job cannot change over to another run or task: its columns would say something else than its body', async () => {
  const store = await createTestStore();
  await store.commit([
    ...withTask,
    { type: 'insert-task', task: createTask({ id: 'task-2' }) },
    { type: 'insert-job', job: createJob() },
  ]);
  const strayed = store.commit([{ type: 'save-job', job: createJob({ task: 'task-2' }) }]);
  await expect(strayed).rejects.toMatchObject({ code: 'state-conflict', message: expect.stringContaining('CHECK') });
  expect(await store.jobs.ofTask('task-1')).toEqual([createJob()]);
});
