import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cancelCommandJob } from '../../../src/app/command-jobs/cancel-command-job.ts';
import { createJobScene } from './job-scene.ts';

it('a queued job that is called off is not run', async () => {
  const scene = await createJobScene();
  const ordered = await scene.order('touch ignored; echo COMPLETED');
  await cancelCommandJob(scene.app, ordered.id);
  const job = await scene.work(ordered);
  expect(job).toMatchObject({ status: 'cancelled', reason: 'cancelled by pat', iterations: [] });
  expect(scene.artifact(job, 'summary')).toMatchObject({ status: 'cancelled', reason: 'cancelled by pat' });
  expect(existsSync(join(scene.shop.main, 'ignored'))).toBe(false);
});

it('INV-8: of one that runs the command is ended, and the next job of that repository gets its turn', async () => {
  const scene = await createJobScene();
  const ordered = await scene.order('touch ignored; sleep 600; echo COMPLETED', { maxIterations: 9 });
  const next = await scene.order('echo COMPLETED');
  const working = scene.work(ordered);
  await expect.poll(() => existsSync(join(scene.shop.main, 'ignored'))).toBe(true);
  await cancelCommandJob(scene.app, ordered.id);
  expect(await working).toMatchObject({ status: 'cancelled', iterations: [] });
  expect(scene.artifact(ordered, 'summary')).toMatchObject({ status: 'cancelled' });
  expect(await scene.work(next)).toMatchObject({ status: 'succeeded' });
});

it('one that has come to its end is not called off', async () => {
  const scene = await createJobScene();
  const ordered = await scene.work(await scene.order('echo COMPLETED'));
  await expect(cancelCommandJob(scene.app, ordered.id)).rejects.toMatchObject({ code: 'nothing-waits' });
  await expect(cancelCommandJob(scene.app, 'J-9')).rejects.toMatchObject({ code: 'unknown-job' });
  expect(await scene.job(ordered)).toMatchObject({ status: 'succeeded' });
});
