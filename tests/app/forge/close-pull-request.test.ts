import { expect, it, vi } from 'vitest';
import { closePullRequest } from '../../../src/app/forge/close-pull-request.ts';
import { saveRun } from '../../../src/app/runs/save-run.ts';
import { SERVICE } from '../../../src/domain/news/news.ts';
import type { DeliveryMode } from '../../../src/domain/settings.ts';
import { developedScene } from '../app-scene.ts';

vi.setConfig({ testTimeout: 120_000 });

const FORGE = { variables: { ORCHESTRATOR_FORGE: 'file' } };

/** A task that was delivered, and the number of its pull request once the forge has been told; null where that was closed. */
const told = async (delivery: DeliveryMode): Promise<number | null> => {
  const { scene, task } = await developedScene('WRITE greet.txt fine', FORGE);
  const { app, scope } = scene;
  const { branch } = task;
  await app.forge?.ensurePullRequest({ branch, base: 'main', title: 'Greet', body: 'Say hello.' });
  await saveRun(app, scope.run, () => ({ delivery }));
  expect(await scene.merge(task)).toMatchObject({ merged: true });
  await closePullRequest(
    app,
    { type: 'completed', owner: SERVICE, stage: 'done', isDeployed: false },
    await scene.task(task),
  );
  return (await app.forge?.openPullRequest(branch)) ?? null;
};

it.each([
  ['local-merge', null],
  // Main holds nothing of it: the request is still all that there is to merge it by.
  ['patch-only', 1],
] as const)('the forge is told of %s what has become of the task', async (delivery, open) => {
  expect(await told(delivery)).toBe(open);
});
