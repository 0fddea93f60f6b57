import { expect, test } from 'vitest';
import { createDeliveryScene } from '../../e2e/delivery/delivery-scene.ts';

test('INV-1: a person commits to main while a task is under way: it waits, says why, and goes on when they say so', async () => {
  const scene = await createDeliveryScene();
  const { repository } = scene;
  await scene.create('early', '--pipeline', 'bugfix');
  const before = repository.commit({ 'unrelated.txt': 'committed before any agent began\n' });
  expect((await scene.run(['worker', '--once'])).stderr).toContain('1 job ended');
  expect(await scene.show('early'), 'its work begins at main as it is then').toMatchObject({
    ...{ stage: 'review', attempts: 1 },
  });
  expect(repository.git(['merge-base', 'main', 'task/early'])).toBe(before);

  repository.commit({ 'surprise.txt': 'committed in the middle\n' });
  scene.worker();
  const held = await scene.rest('early');
  expect(held).toMatchObject({ status: 'waiting', owner: 'person', merge: null });
  expect(held.reason).toContain('main moved');
  expect(held.reason, 'the way on').toContain(`task retry ${held.id}`);
  expect((await scene.run(['status', '--json'])).json()).toMatchObject({
    waiting: [{ task: held.id, for: expect.stringContaining('main moved'), question: null }],
  });
  await scene.decide('retry', 'early');
  const merged = await scene.rest('early');
  expect(merged).toMatchObject({ status: 'merged' });
  expect(repository.git(['show', 'main:surprise.txt'])).toContain('in the middle');
});
