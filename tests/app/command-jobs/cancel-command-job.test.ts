import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cancelCommandJob } from '../../../src/app/command-jobs/cancel-command-job.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { CommandJob } from '../../../src/domain/command-job/command-job.ts';
import type { Change } from '../../../src/ports/store.ts';
import { createJobScene, type JobScene } from './job-scene.ts';

/** The home, where something else happens right before a state of a job is stored that is the one looked for. */
const withBefore = (
  { app }: JobScene,
  isIt: (job: CommandJob) => boolean,
  happen: () => Promise<unknown>,
): JobScene['app'] => {
  const commit = async (changes: readonly Change[]): Promise<void> => {
    if (changes.some((change) => change.type === 'save-command-job' && isIt(change.job))) await happen();
    return app.store.commit(changes);
  };
  return { ...app, store: { ...app.store, commit } };
};

const CANCELLED = 'cancelled by pat';

it('a queued job that is called off is not run', async () => {
  const scene = await createJobScene();
  const ordered = await scene.order('touch ignored; echo COMPLETED');
  await cancelCommandJob(scene.app, ordered.id);
  const job = await scene.work(ordered);
  expect(job).toMatchObject({ status: 'cancelled', reason: CANCELLED, iterations: [] });
  expect(scene.artifact(job, 'summary')).toMatchObject({ status: 'cancelled', reason: CANCELLED });
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

describe('INV-7: called off in the moment in which it ends', () => {
  it('first, it is cancelled: its end is not recorded, nor is a task made of what it left', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('touch junk; echo COMPLETED');
    const racing = withBefore(
      scene,
      ({ status }) => status === 'blocked',
      () => cancelCommandJob(scene.app, ordered.id),
    );
    const worked = runWorker(racing, { once: true, concurrency: 1, pollMs: 10 }, new AbortController().signal);
    expect(await worked, 'it has come to an end').toBe(1);
    expect(await scene.job(ordered)).toMatchObject({ status: 'cancelled', followUp: null });
    expect(scene.artifact(ordered, 'summary')).toMatchObject({ status: 'cancelled', reason: CANCELLED });
    expect(await scene.app.store.tasks.list()).toEqual([]);
  });

  it('last, it has ended: who calls it off is told so, and nothing of its end is lost', async () => {
    const scene = await createJobScene();
    const ordered = await scene.order('echo COMPLETED');
    const racing = withBefore(
      scene,
      ({ status }) => status === 'cancelled',
      () => scene.work(ordered),
    );
    await expect(cancelCommandJob(racing, ordered.id)).rejects.toMatchObject({ code: 'nothing-waits' });
    expect(await scene.job(ordered)).toMatchObject({ status: 'succeeded', iterations: [{ keyword: true }] });
    expect(scene.artifact(ordered, 'summary')).toMatchObject({ status: 'succeeded', iterations: 1 });
    expect(scene.artifact(ordered, 'iterations')).toHaveLength(1);
  });
});
