import { expect, it } from 'vitest';
import type { Task } from '../../../src/domain/task.ts';
import { createRun, createTask, createTestStore } from '../../helpers/store.ts';

const original: Task = createTask({
  id: 'T-1',
  versions: {
    wanted: 2,
    made: [
      { number: 1, task: 'T-1-v1', base: 'base', end: { isReady: true, reason: 'ready' } },
      { number: 2, task: 'T-1-v2', base: 'base', end: null },
    ],
    open: [1, 2],
    selected: null,
  },
});

const version = (number: number, branch = `task/logo-v${number}`): Task =>
  createTask({ id: `T-1-v${number}`, branch, due: 'work', versionOf: { task: 'T-1', number, of: 2 } });

it('keeps a task and its versions, and counts the task alone (KB-01)', async () => {
  const store = await createTestStore();
  const tasks = [original, version(1), version(2)];
  await store.commit([
    { type: 'insert-run', run: createRun() },
    ...tasks.map((task) => ({ type: 'insert-task', task }) as const),
  ]);
  expect(await store.tasks.inRun('run-1')).toEqual(tasks);
  expect(await store.tasks.countByStatus()).toEqual({ planned: 1 });
  expect((await store.tasks.due()).map(({ id }) => id)).toEqual(['T-1-v1', 'T-1-v2']);
});

it('two versions never share a branch (INV-15)', async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: version(1) },
  ]);
  await expect(store.commit([{ type: 'insert-task', task: version(2, 'task/logo-v1') }])).rejects.toMatchObject({
    code: 'state-conflict',
  });
});
