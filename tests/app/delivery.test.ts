import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { integrate } from '../../src/app/merge/integrate.ts';
import { finishMoves } from '../../src/app/merge/move-main.ts';
import { ensureTaskWorktree } from '../../src/app/worktrees/task-worktree.ts';
import { type AppScene, createScene, developedScene } from './app-scene.ts';

const patchOnly = { variables: { ORCHESTRATOR_DELIVERY: 'patch-only' } };

const patchesOf = (scene: AppScene, task: string): readonly string[] => {
  const folder = scene.home('runs', scene.scope.run, 'patches', task);
  return readdirSync(folder).map((file) => join(folder, file));
};

describe('patch-only', () => {
  it('leaves main where it is; the patches apply in order; a dependent task builds on the former', async () => {
    const scene = await createScene(patchOnly);
    const { git, base } = scene.repository;
    const main = git(['rev-parse', 'main']);
    const [first, second] = await scene.plan(
      { slug: 'first' },
      { slug: 'second', prompt: 'APPEND first.txt more\nWRITE second.txt fine', dependsOn: ['first'] },
    );
    if (first === undefined || second === undefined) throw new Error('nothing was planned');
    for (const task of [first, second]) {
      await scene.work(task);
      expect(await scene.merge(task)).toMatchObject({ merged: true });
    }
    expect(git(['rev-parse', 'main'])).toBe(main);
    expect(git(['status', '--porcelain'])).toBe('');

    const clone = join(base, 'clone');
    mkdirSync(clone);
    git(['clone', '--quiet', scene.repository.main, clone], base);
    git(['am', '--quiet', ...patchesOf(scene, first.id), ...patchesOf(scene, second.id)], clone);
    expect(git(['show', 'HEAD:first.txt'], clone)).toBe('fine\nmore');
    expect(git(['rev-parse', 'HEAD^{tree}'], clone)).toBe(
      git(['rev-parse', `refs/orchestrator/${scene.scope.run}/integration^{tree}`]),
    );
  });

  it('a delivery that a crash cut off is written again from the same commits (INV-7)', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt fine', patchOnly);
    const { app } = scene;
    const commitAll = app.store.commit;
    const crashing = Object.assign(Object.create(app.store), {
      commit: async (changes: Parameters<typeof commitAll>[0]) => {
        if (changes.some((change) => change.type === 'save-move' && change.move.state === 'done'))
          throw new Error('crash');
        return commitAll.call(app.store, changes);
      },
    });
    await expect(integrate({ ...app, store: crashing }, scene.scope, task.id)).rejects.toThrow('crash');
    expect(await scene.task(task)).toMatchObject({ state: { status: 'ready' } });
    const written = patchesOf(scene, task.id);
    expect(await finishMoves(app, await app.store.moves.unfinished())).toEqual([
      `the patches of ${task.id} were written again after a crash`,
    ]);
    expect(patchesOf(scene, task.id)).toEqual(written);
    expect(written).toHaveLength(1);
    expect(await scene.task(task)).toMatchObject({ state: { status: 'merged' } });
    expect(await app.store.moves.unfinished()).toEqual([]);
  });
});

it('squash makes one commit with one parent and the same tree', async () => {
  const { scene, task } = await developedScene('WRITE a.txt x\nGIT add .\nGIT commit -qm one\nWRITE b.txt y', {
    variables: { ORCHESTRATOR_DELIVERY_MERGE_STRATEGY: 'squash' },
  });
  const { git } = scene.repository;
  const main = git(['rev-parse', 'main']);
  expect(await scene.merge(task)).toMatchObject({ merged: true });
  expect(git(['log', '--format=%P %s', `${main}..main`])).toBe(`${main} Write greet`);
  expect(git(['diff', 'main', 'task/greet'])).toBe('');
});

it('a dependent task of a local merge starts from it', async () => {
  const scene = await createScene({ layout: 'origin' });
  const [first, second] = await scene.plan({ slug: 'first' }, { slug: 'second', dependsOn: ['first'] });
  if (first === undefined || second === undefined) throw new Error('nothing was planned');
  await scene.work(first);
  const { commit } = await scene.merge(first);
  expect(await ensureTaskWorktree(scene.app, second)).toMatchObject({ head: commit });
});
