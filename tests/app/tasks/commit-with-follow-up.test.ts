import { expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { commitWithFollowUp } from '../../../src/app/tasks/commit-with-follow-up.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createScene } from '../app-scene.ts';

const order = (app: App, title: string): Promise<Task> =>
  createTask(app, {
    ...{ title, prompt: 'Write a file that greets the whole world.', slug: null, kind: 'feature', pipeline: 'subtask' },
    ...{ dependsOn: [], base: null, project: null },
  });

/** Blocks a task as the engine does it, with a follow-up. */
const block = async (app: App, task: Task): Promise<void> => {
  const reason = 'executor modified tests: tests/x';
  const blocked: Task = { ...task, due: null, state: { status: 'blocked', reason, owner: 'person' } };
  const command = { type: 'create-follow-up', kind: 'tests', reason, paths: ['tests/x'] } as const;
  await commitWithFollowUp(app, blocked, [command], [{ type: 'save-task', task: blocked }]);
};

const others = async (app: App, ...known: readonly Task[]): Promise<readonly Task[]> =>
  (await app.store.tasks.list()).filter(({ id }) => known.every((task) => task.id !== id));

it('KB-22, INV-7: is blocked and leaves one task in one transaction, which the same block does not repeat', async () => {
  const { app } = await createScene();
  const task = await order(app, 'Greet the world');
  await block(app, task);
  const again = await app.store.tasks.get(task.id);
  if (again === null) throw new Error('the task is gone');
  await block(app, again);
  expect(await others(app, task)).toMatchObject([
    { title: `Settle the tests of ${task.id}`, due: null, state: { status: 'blocked', owner: 'person' } },
  ]);
});

it('takes another name when somebody has the same one recorded first', async () => {
  const { app } = await createScene();
  const task = await order(app, 'Greet the world');
  let quicker: Task | null = null;
  const commit: App['store']['commit'] = async (changes) => {
    if (quicker === null) {
      // Meanwhile, in another terminal.
      quicker = await order(app, `Settle the tests of ${task.id}`);
    }
    await app.store.commit(changes);
  };
  await block({ ...app, store: { ...app.store, commit } }, task);
  const [left] = await others(app, task, quicker ?? task);
  expect(left?.branch).toBe('task/settle-the-tests-of-t-1-2');
});

it('INV-14: is blocked all the same where no task can be made of it', async () => {
  const { app, repository } = await createScene();
  const task = await order(app, 'Greet the world');
  repository.git(['checkout', '--quiet', '--detach']);
  await block(app, task);
  expect(await app.store.tasks.get(task.id)).toMatchObject({ state: { status: 'blocked' } });
  expect(await others(app, task)).toEqual([]);
});
