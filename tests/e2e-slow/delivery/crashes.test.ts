import { expect, test } from 'vitest';
import { createDeliveryScene } from '../../e2e/delivery/delivery-scene.ts';

const NEVER = '/nowhere/never';

test('INV-7, INV-8: what a killed worker held goes on at another one; a job that a second crash hits has failed and says so', async () => {
  const scene = await createDeliveryScene();
  scene.script('greet', { development: [{ waitFor: NEVER }, { waitFor: NEVER }, {}] });
  scene.script('polite', { development: [{ waitFor: NEVER }] });
  await scene.create('greet', '--pipeline', 'bugfix');

  const first = scene.worker();
  await scene.begun('greet', 'development', 0);
  const second = scene.worker();
  first.kill('SIGKILL');
  await scene.begun('greet', 'development', 1);
  expect(await scene.show('greet'), 'a crash is no attempt').toMatchObject({ status: 'running', attempts: 1 });

  second.kill('SIGKILL');
  const third = scene.worker();
  const failed = await scene.rest('greet');
  expect(failed).toMatchObject({ status: 'failed', stage: 'development', reason: expect.stringMatching(/crash/i) });
  expect(failed.jobs).toEqual([expect.objectContaining({ role: 'developer', status: 'failed' })]);
  await scene.decide('retry', 'greet');
  const merged = await scene.rest('greet');
  expect(merged).toMatchObject({ status: 'merged' });

  await scene.create('polite', '--pipeline', 'bugfix');
  await scene.begun('polite', 'development', 0);
  third.kill('SIGTERM');
  expect((await third.ended).code).toBe(0);
  const queued = await scene.show('polite');
  expect(queued).toMatchObject({ status: 'planned', stage: 'development', attempts: 0 });
  expect(queued.jobs).toEqual([expect.objectContaining({ role: 'developer', status: 'queued' })]);

  const once = await scene.run(['worker', '--once']);
  expect([once.code, once.stderr], 'it goes on where the other one ended').toEqual([
    0,
    expect.stringContaining('1 job ended'),
  ]);
  expect(await scene.show('polite')).toMatchObject({ stage: 'review', attempts: 1 });
  expect(scene.repository.git(['fsck', '--no-progress'])).toBe('');
});
