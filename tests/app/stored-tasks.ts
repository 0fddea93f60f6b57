import type { Task } from '../../src/domain/task.ts';
import { createRun, createTestStore } from '../helpers/store.ts';

/** A store with these tasks, and a run that is `running` and one that has `failed` for them to be in. */
export const storeWith = async (...tasks: readonly Task[]) => {
  const store = await createTestStore();
  const runs = ['running', 'failed'] as const;
  await store.commit(runs.map((status) => ({ type: 'insert-run', run: createRun({ id: status, status }) })));
  await store.commit(tasks.map((task) => ({ type: 'insert-task', task })));
  return store;
};
