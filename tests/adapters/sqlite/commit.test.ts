import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/adapters/sqlite/open.ts';
import { startNodeScript } from '../../helpers/node-script.ts';
import { createJob, createRun, createTask, createTestHome, createTestStore } from '../../helpers/store.ts';

const LOOP = new URL('./children/commit-loop.ts', import.meta.url);
const DIE = new URL('./children/commit-and-die.ts', import.meta.url);

const createDatabase = async (): Promise<string> => {
  const file = join(await createTestHome(), 'state.db');
  const store = await openStore({ file });
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
  ]);
  await store.close();
  return file;
};

/** How far the task, the journal and the lead's items have come; they agree when every commit happened whole or not at all. */
const readSteps = async (file: string) => {
  const store = await openStore({ file });
  const task = await store.tasks.get('task-1');
  const journal = await store.journal.after('run-1', 0);
  const items = await store.leadItems.of('run-1', 1);
  await store.close();
  const database = new BetterSqlite3(file, { readonly: true });
  const integrity = database.pragma('integrity_check', { simple: true });
  database.close();
  const steps = { task: task?.attempts.developer ?? 0, journal: journal.length, items: items.length };
  return { steps, version: task?.version, lastEntry: journal.at(-1)?.data.step ?? 0, integrity };
};

const agreeOn = (step: number) => ({
  steps: { task: step, journal: step, items: step },
  version: step + 1,
  lastEntry: step,
  integrity: 'ok',
});

test.for([0, 1, 2])('INV-7: kill -9 before change %i of a commit leaves none of its changes', async (gap) => {
  const file = await createDatabase();
  await startNodeScript(DIE, file, String(gap), 'one').ended;
  expect(await readSteps(file)).toEqual(agreeOn(0));
});

test.for([1, 2])('without INV-7: kill -9 before change %i of separate commits tears them apart', async (gap) => {
  const file = await createDatabase();
  await startNodeScript(DIE, file, String(gap), 'each').ended;
  const { steps } = await readSteps(file);
  expect(steps).toEqual({ task: 1, journal: gap === 2 ? 1 : 0, items: 0 });
});

test('INV-7: after kill -9 at 20 random moments state and journal agree and nothing committed is lost', {
  timeout: 240_000,
}, async () => {
  const file = await createDatabase();
  const random = seededRandom(7);
  for (let round = 0; round < 20; round += 1) {
    const child = startNodeScript(LOOP, file);
    const target = 1 + Math.floor(random() * 40);
    let committed = 0;
    for (let seen = 0; seen < target; seen += 1) committed = Number(await child.line());
    child.kill();
    for (const line of await child.rest()) committed = Number(line);
    await child.ended;
    const found = await readSteps(file);
    expect(found).toEqual(agreeOn(found.steps.task));
    // The last step may have been committed and not printed.
    expect([committed, committed + 1]).toContain(found.steps.task);
  }
});

test('the last change of a commit that is refused takes the first ones with it', async () => {
  const store = await createTestStore();
  await store.commit([{ type: 'insert-run', run: createRun() }]);
  const broken = store.commit([
    { type: 'insert-task', task: createTask() },
    { type: 'save-run', run: createRun({ version: 9 }) },
  ]);
  await expect(broken).rejects.toMatchObject({ code: 'state-conflict' });
  expect(await store.tasks.list()).toEqual([]);
});

test('a task or run that somebody else saved since it was read is not overwritten', async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
  ]);
  await store.commit([{ type: 'save-task', task: createTask({ stage: 'deliver' }) }]);
  await store.commit([{ type: 'save-run', run: createRun({ turns: 1 }) }]);
  const staleTask = store.commit([{ type: 'save-task', task: createTask({ stage: 'lost' }) }]);
  await expect(staleTask).rejects.toMatchObject({ code: 'state-conflict', message: expect.stringContaining('task-1') });
  const staleRun = store.commit([{ type: 'save-run', run: createRun({ turns: 2 }) }]);
  await expect(staleRun).rejects.toMatchObject({ code: 'state-conflict', message: expect.stringContaining('run-1') });
  expect(await store.tasks.get('task-1')).toMatchObject({ stage: 'deliver', version: 2 });
  expect(await store.runs.get('run-1')).toMatchObject({ turns: 1, version: 2 });
});

test('what is stored twice, never, or for nothing that exists is a conflict', async () => {
  const store = await createTestStore();
  await store.commit([{ type: 'insert-run', run: createRun() }]);
  const conflict = { code: 'state-conflict' };
  await expect(store.commit([{ type: 'insert-run', run: createRun() }])).rejects.toMatchObject(conflict);
  await expect(store.commit([{ type: 'save-task', task: createTask() }])).rejects.toMatchObject(conflict);
  await expect(store.commit([{ type: 'save-job', job: createJob() }])).rejects.toMatchObject(conflict);
  await expect(store.commit([{ type: 'insert-task', task: createTask({ run: 'run-9' }) }])).rejects.toMatchObject(
    conflict,
  );
});

test('the order of the changes in one commit does not matter', async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-job', job: createJob() },
    { type: 'insert-task', task: createTask() },
    { type: 'insert-run', run: createRun() },
  ]);
  expect(await store.jobs.get('job-1')).toEqual(createJob());
});

/** mulberry32: the same numbers for the same seed. */
const seededRandom = (seed: number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

test('a branch belongs to one unfinished task: the second one is refused, and the next one may have it', async () => {
  const store = await createTestStore();
  const insert = (id: string) => ({ type: 'insert-task', task: createTask({ id, branch: 'task/greet' }) }) as const;
  await store.commit([{ type: 'insert-run', run: createRun() }, insert('task-1')]);
  await expect(store.commit([insert('task-2')])).rejects.toMatchObject({ code: 'state-conflict' });
  const merged = {
    ...createTask({ id: 'task-1', branch: 'task/greet' }),
    state: { status: 'merged', commit: 'c' },
  } as const;
  await store.commit([{ type: 'save-task', task: merged }]);
  await store.commit([insert('task-3')]);
});

test('runs of single tasks are listed until they are done', async () => {
  const store = await createTestStore();
  const runs = (['running', 'failed', 'done'] as const).map((status) =>
    createRun({ id: status, kind: 'task', status }),
  );
  await store.commit([createRun(), ...runs].map((run) => ({ type: 'insert-run', run }) as const));
  expect((await store.runs.tasksNotDone()).map(({ id }) => id)).toEqual(['running', 'failed']);
});
