import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/adapters/sqlite/open.ts';
import { CLOSED } from '../../../src/domain/worker/breaker.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createTestHome, createTestStore } from '../../helpers/store.ts';

const MIGRATIONS = new URL('../../../src/adapters/sqlite/migrations/', import.meta.url);

const first = createOrchestrator();
const second = createOrchestrator({ id: 'o-2', pid: 2, kind: 'run', startedAt: first.startedAt + 1 });
const lease = { name: '/base/task-a', orchestrator: 'o-1', holder: 'job J-1', since: 5 };

test('orchestrators show themselves until they are forgotten', async () => {
  const store = await createTestStore();
  await store.orchestrators.register(second);
  await store.orchestrators.register(first);
  expect(await store.orchestrators.list()).toEqual([first, second]);
  expect(await store.orchestrators.beat('o-1', first.heartbeatAt + 9)).toBe(true);
  expect(await store.orchestrators.list()).toEqual([{ ...first, heartbeatAt: first.heartbeatAt + 9 }, second]);
  expect(await store.orchestrators.remove('o-1')).toBe(true);
  expect(await store.orchestrators.remove('o-1')).toBe(false);
  expect(await store.orchestrators.beat('o-1', 1)).toBe(false);
});

test('a lease has one holder, who alone can free it (INV-15)', async () => {
  const store = await createTestStore();
  await store.orchestrators.register(first);
  await store.orchestrators.register(second);
  expect(await store.leases.take(lease)).toBeNull();
  expect(await store.leases.take({ ...lease, orchestrator: 'o-2', holder: 'job J-2' })).toEqual(lease);
  expect(await store.leases.take({ ...lease, holder: 'gates T-1' })).toEqual(lease);
  await store.leases.release(lease.name, 'o-2');
  expect(await store.leases.get(lease.name)).toEqual(lease);
  await store.leases.release(lease.name, 'o-1');
  expect(await store.leases.get(lease.name)).toBeNull();
});

test('a process that is forgotten loses its leases in the same step and takes none any more', async () => {
  const store = await createTestStore();
  await store.orchestrators.register(first);
  await store.leases.take(lease);
  // To register once more is no reason to lose anything.
  await store.orchestrators.register({ ...first, pid: 7 });
  expect(await store.leases.get(lease.name)).toEqual(lease);
  await store.orchestrators.remove('o-1');
  expect(await store.leases.get(lease.name)).toBeNull();
  await expect(store.leases.take(lease)).rejects.toMatchObject({ code: 'state-conflict' });
});

test('a breaker is closed until something else is saved, and of two who decide at once one wins', async () => {
  const store = await createTestStore();
  const closed = { ...CLOSED, kind: 'codex', version: 0 };
  expect(await store.breakers.get('codex')).toEqual(closed);
  expect(await store.breakers.save({ kind: 'codex', version: 0, state: 'open', until: 9 })).toBe(true);
  expect(await store.breakers.save({ kind: 'codex', version: 0, state: 'closed', failures: 1 })).toBe(false);
  expect(await store.breakers.save({ kind: 'codex', version: 1, state: 'half-open', since: 9 })).toBe(true);
  expect(await store.breakers.list()).toEqual([{ kind: 'codex', version: 2, state: 'half-open', since: 9 }]);
});

test('what was found of a kind of worker is replaced by what is found later', async () => {
  const store = await createTestStore();
  const found = { kind: 'codex', at: 1, ready: false, version: null, problem: 'not logged in', fix: 'codex login' };
  expect(await store.preflights.get('codex')).toBeNull();
  await store.preflights.save(found);
  await store.preflights.save({ ...found, at: 2, ready: true, problem: null, fix: null });
  expect(await store.preflights.list()).toEqual([{ ...found, at: 2, ready: true, problem: null, fix: null }]);
});

/** A directory with the program's first migrations alone. */
const firstMigrations = async (count: number): Promise<string> => {
  const directory = join(await createTestHome(), 'migrations');
  await mkdir(directory);
  const names = (await readdir(MIGRATIONS)).toSorted().slice(0, count);
  for (const name of names) await cp(new URL(name, MIGRATIONS), join(directory, name));
  return directory;
};

test('jobs and moves of a database from before the queue get sensible values', async () => {
  const file = join(await createTestHome(), 'state.db');
  await (await openStore({ file, migrationsDir: await firstMigrations(2) })).close();
  const database = new BetterSqlite3(file);
  const put = (table: string, id: string, body: object) =>
    database.prepare(`INSERT INTO ${table} (id, body) VALUES (?, ?)`).run(id, JSON.stringify(body));
  put('runs', 'run-1', { status: 'running', version: 3, mainPath: '/base/main' });
  put('tasks', 'T-1', {
    run: 'run-1',
    slug: 's',
    branch: 'b',
    worktree: 'w',
    state: { status: 'planned' },
    version: 1,
  });
  const usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };
  const texts = { role: 'developer', instructions: '', summary: '', log: '/log' };
  const times = { createdAt: 1, startedAt: 2, endedAt: null };
  const job = {
    id: 'J-1',
    run: 'run-1',
    task: 'T-1',
    status: 'running',
    interruptions: 0,
    waitsFor: null,
    exitCode: null,
  };
  put('jobs', 'J-1', { ...job, ...texts, ...times, usage });
  put('moves', 'm', { id: 'm', run: 'run-1', task: 'T-1', from: 'a', to: 'b', state: 'announced' });
  database.close();

  const store = await openStore({ file });
  expect(await store.jobs.get('J-1')).toEqual({
    ...{ ...job, ...texts, ...times, usage },
    worker: null,
    ...{ queue: 'run-1', priority: 0, availableAt: null, project: '/base/main' },
    ...{ claimedBy: null, deferrals: 0, version: 1 },
  });
  expect(await store.moves.from('a')).toMatchObject([{ id: 'm', by: '' }]);
  await store.close();
});
