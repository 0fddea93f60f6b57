import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { ensurePullRequest } from '../../../src/app/forge/ensure-pull-request.ts';
import type { Forge } from '../../../src/ports/forge.ts';
import { plannedScene } from '../app-scene.ts';

const FORGE = { variables: { ORCHESTRATOR_FORGE: 'file' } };

const createForgeScene = async () => {
  const { scene, task } = await plannedScene('WRITE greet.txt fine', FORGE);
  const { forge } = scene.app;
  if (forge === null) throw new Error('a forge is configured');
  const warnings: string[] = [];
  const app: App = { ...scene.app, log: { ...scene.app.log, warn: (_, text) => void warnings.push(text) } };
  return { scene, app, task, forge, warnings, pulls: () => readdirSync(scene.home('forge/pulls')) };
};

it('two at once come to one pull request, of the branch into main (MA-097, INV-7)', async () => {
  const { app, task, forge, pulls } = await createForgeScene();
  const ensure = () => ensurePullRequest(app, forge, task);
  expect(await Promise.all([ensure(), ensure()])).toEqual([1, 1]);
  expect(await ensure()).toBe(1);
  expect(pulls()).toEqual(['1.json']);
  expect(await forge.openPullRequest(task.branch)).toBe(1);
});

it('tasks that ask at once get a number each', async () => {
  const { app, scene, task, forge } = await createForgeScene();
  const others = await scene.plan({ slug: 'one' }, { slug: 'two' }, { slug: 'three' });
  const numbers = await Promise.all([task, ...others].map((one) => ensurePullRequest(app, forge, one)));
  expect(numbers.toSorted()).toEqual([1, 2, 3, 4]);
});

describe('a forge that does not answer is a warning, and no number (MA-098)', () => {
  const broken = (how: () => Promise<never>): Forge => ({
    commitStatus: how,
    reviews: how,
    openPullRequest: how,
    ensurePullRequest: how,
    closePullRequest: how,
  });

  it('an error of the service', async () => {
    const { app, task, warnings } = await createForgeScene();
    expect(
      await ensurePullRequest(
        app,
        broken(() => Promise.reject(new Error('500'))),
        task,
      ),
    ).toBeNull();
    expect(warnings).toHaveLength(2);
  });

  it('no answer in time', async () => {
    const { app, task, warnings } = await createForgeScene();
    const silent = broken(() => new Promise(() => undefined));
    const waited: number[] = [];
    const sleep: App['clock']['sleep'] = async (ms) => void waited.push(ms);
    const clock = { ...app.clock, sleep };
    expect(await ensurePullRequest({ ...app, clock }, silent, task)).toBeNull();
    expect(waited).toEqual([5_000, 10_000]);
    expect(warnings).toHaveLength(2);
  });

  it('bad JSON', async () => {
    const { app, scene, task, forge } = await createForgeScene();
    mkdirSync(scene.home('forge/pulls'), { recursive: true });
    writeFileSync(join(scene.home('forge/pulls'), '1.json'), '{"branch":');
    expect(await ensurePullRequest(app, forge, task)).toBeNull();
  });
});
