import { expect, it, vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Task } from '../../../src/domain/task.ts';
import type { CommitStatus, Forge } from '../../../src/ports/forge.ts';
import { type AppScene, createScene, reopenScene } from '../app-scene.ts';

vi.setConfig({ testTimeout: 300_000 });

/** An interval that no test waits for: the clock is put forward. */
const FORGE = {
  variables: { ORCHESTRATOR_FORGE: 'file', ORCHESTRATOR_CI: 'both', ORCH_CI_POLL_INTERVAL_S: '3600' },
};
const INTERVAL_MS = 3_600_000;
const answer = (state: 'success' | 'failure' | 'pending'): CommitStatus => ({ status: 'found', state });

const order = (scene: AppScene, slug: string): Promise<Task> =>
  createTask(scene.app, {
    ...{ title: `Write ${slug}`, prompt: `WRITE ${slug}.txt fine for everybody`, slug, kind: 'feature' },
    ...{ pipeline: 'web', dependsOn: [], base: null, project: null },
  });

/** The app with a CI that says what the test wants, and a clock that is put forward. */
const atForge = (scene: AppScene, say: (branch: string) => CommitStatus, ahead = () => 0) => {
  const { app } = scene;
  const asked: string[] = [];
  if (app.forge === null) throw new Error('a forge is configured');
  const forge: Forge = {
    ...app.forge,
    commitStatus: async ({ branch }) => {
      asked.push(branch);
      return say(branch);
    },
  };
  const there: App = {
    ...app,
    forge,
    clock: { ...app.clock, now: () => app.clock.now() + ahead() },
    appOf: async () => there,
  };
  return { there, asked };
};

const commitOf = ({ state }: Task): string => (state.status === 'merged' ? state.commit : '');

/** Does all that is due, with one slot. */
const work = async (app: App): Promise<void> => {
  while ((await runWorker(app, { once: true, concurrency: 1, pollMs: 10 }, new AbortController().signal)) > 0);
};

it('a task that waits for CI holds no slot: another one goes through to main beside it (MA-041)', async () => {
  const scene = await createScene(FORGE);
  const [slow, quick] = [await order(scene, 'slow'), await order(scene, 'quick')];
  const { there, asked } = atForge(scene, (branch) => answer(branch === slow.branch ? 'pending' : 'success'));
  await work(there);

  expect((await scene.task(slow)).state).toEqual({
    ...{ status: 'waiting', owner: 'CI' },
    reason: 'ci-green: CI has not finished',
  });
  expect((await scene.task(quick)).state).toMatchObject({ status: 'merged' });
  expect(asked.toSorted()).toEqual([quick.branch, slow.branch].toSorted());
  expect(await scene.app.forge?.openPullRequest(slow.branch)).not.toBeNull();
  // What is merged here the forge is told: nothing was pushed.
  expect(await scene.app.forge?.openPullRequest(quick.branch)).toBeNull();
  const pulls = `${there.settings.forge.directory}/pulls`;
  const files = await Promise.all((await there.files.list(pulls)).map((name) => there.files.read(`${pulls}/${name}`)));
  expect(files.find((text) => text?.includes(quick.branch))).toContain(
    `Merged locally as ${commitOf(await scene.task(quick))}.`,
  );
  expect(await scene.app.store.questions.open()).toEqual([]);

  // Too soon: nothing is asked and nothing is saved.
  const before = await scene.task(slow);
  await work(there);
  expect((await scene.task(slow)).version).toBe(before.version);
  expect(asked).toHaveLength(2);
});

it('looks are counted over restarts, and the last one is an end for the developer to mend (MA-038, MA-039, MA-060)', async () => {
  const scene = await createScene(FORGE);
  const task = await order(scene, 'slow');
  await work(atForge(scene, () => answer('pending')).there);

  const again = await reopenScene(scene, FORGE);
  let hours = 0;
  const { there, asked } = atForge(
    again,
    () => answer('pending'),
    () => hours * INTERVAL_MS,
  );
  for (hours = 1; hours < 11; hours += 1) {
    await work(there);
    expect((await again.task(task)).state).toMatchObject({ status: 'waiting' });
  }
  expect(asked).toHaveLength(10);
  // Eleven looks, and onlookers were told once.
  const told = [...scene.events, ...again.events].filter(({ type }) => type === 'gate-answered');
  expect(told.filter((event) => 'gate' in event && event.gate === 'ci-green')).toHaveLength(1);
  expect(told.filter((event) => 'gate' in event && event.gate === 'checks-green')).toHaveLength(1);
  await work(there);
  const { rejections, feedback } = await again.task(task);
  expect(rejections[0]).toMatchObject({ to: 'development', gate: 'ci-green', reason: 'CI still pending after 43200s' });
  expect(feedback[0]).toContain('CI still pending');
});

it('a red CI sends the work back at once, and the developer is told (MA-038, MA-060)', async () => {
  const scene = await createScene(FORGE);
  const task = await order(scene, 'red');
  const { there, asked } = atForge(scene, () => answer('failure'));
  await work(there);
  const { rejections, feedback, attempts } = await scene.task(task);
  expect(rejections).toMatchObject([{ to: 'development', gate: 'ci-green', reason: 'CI state: failure' }]);
  expect(feedback[0]).toBe('Gate ci-green failed: CI state: failure');
  expect(attempts.developer).toBe(2);
  expect(asked).toHaveLength(1);
});

it('without the setting no pipeline asks CI', async () => {
  const scene = await createScene({ variables: { ORCHESTRATOR_FORGE: 'file' } });
  const task = await order(scene, 'alone');
  const { there, asked } = atForge(scene, () => answer('failure'));
  await work(there);
  expect((await scene.task(task)).state.status).toBe('merged');
  expect(asked).toEqual([]);
});
