import { describe, expect, it } from 'vitest';
import type { App } from '../../src/app/app.ts';
import { integrate } from '../../src/app/merge/integrate.ts';
import { followMain } from '../../src/app/merge/main-watch.ts';
import { preflight } from '../../src/app/runs/preflight.ts';
import { loadRun } from '../../src/app/runs/save-run.ts';
import { startRun } from '../../src/app/runs/start-run.ts';
import type { Task } from '../../src/domain/task.ts';
import { type AppScene, createScene } from './app-scene.ts';

/** Two runs on one repository; the first has two tasks that a worker has done. */
const twoRuns = async () => {
  const scene = await createScene();
  const other = await startRun(scene.app, 'Another goal', 'subtask', (await preflight(scene.app)).facts);
  const tasks = await scene.plan({ slug: 'one' }, { slug: 'two' });
  for (const task of tasks) await scene.work(task);
  return { scene, other: other.id, tasks };
};

const mergeAll = async (scene: AppScene, tasks: readonly Task[]): Promise<string> => {
  for (const task of tasks) expect(await scene.merge(task)).toMatchObject({ merged: true });
  return scene.repository.git(['rev-parse', 'main']);
};

const entriesOf = async (app: App, run: string) =>
  (await app.store.journal.after(run, 0)).filter(({ type }) => type.startsWith('main-')).map(({ type }) => type);

describe('main, as a run finds it that others merge beside (INV-1)', () => {
  it('is where their merges brought it: that is recorded and nobody is asked', async () => {
    const { scene, other, tasks } = await twoRuns();
    const head = await mergeAll(scene, tasks);
    await followMain(scene.app, other);
    expect((await loadRun(scene.app, other)).mainHead).toBe(head);
    expect(await entriesOf(scene.app, other)).toEqual(['main-recorded']);
    await followMain(scene.app, other);
    expect(await entriesOf(scene.app, other)).toEqual(['main-recorded']);
  });

  it('a merge that has moved it and is not recorded yet explains it too', async () => {
    const { scene, other, tasks } = await twoRuns();
    const { app } = scene;
    const updateCheckout = async (...args: Parameters<typeof app.git.updateCheckout>) => {
      await followMain(app, other);
      await app.git.updateCheckout(...args);
    };
    const git = Object.assign(Object.create(app.git), { updateCheckout });
    const [task] = tasks;
    if (task === undefined) throw new Error('nothing was planned');
    expect(await integrate({ ...app, git }, scene.scope, task.id)).toMatchObject({ merged: true });
    expect((await loadRun(app, other)).mainHead).toBe(scene.repository.git(['rev-parse', 'main']));
  });

  it('a commit that no merge made stops every run, also on top of one that a merge made', async () => {
    const { scene, other, tasks } = await twoRuns();
    await mergeAll(scene, tasks);
    scene.repository.commit({ 'mine.txt': 'mine\n' });
    for (const run of [other, scene.scope.run])
      await expect(followMain(scene.app, run)).rejects.toMatchObject({ code: 'main-moved' });
    expect(await entriesOf(scene.app, other)).toEqual(['main-moved']);
  });

  it("a merge that was taken back by hand explains nothing, nor does a move of another repository's", async () => {
    const { scene, other, tasks } = await twoRuns();
    const { app } = scene;
    const before = scene.repository.git(['rev-parse', 'main']);
    const head = await mergeAll(scene, tasks);
    await followMain(app, other);
    scene.repository.git(['reset', '--quiet', '--hard', before]);
    await expect(followMain(app, other)).rejects.toMatchObject({ code: 'main-moved' });
    scene.repository.git(['reset', '--quiet', '--hard', head]);
    const elsewhere = { ...(await loadRun(app, other)), id: 'r-else', mainPath: '/elsewhere', mainHead: before };
    await app.store.commit([{ type: 'insert-run', run: elsewhere }]);
    const moves = await app.store.moves.from(before);
    await app.store.commit(moves.map((move) => ({ type: 'save-move', move: { ...move, run: 'r-else' } }) as const));
    const unaware = { ...(await loadRun(app, other)), id: 'r-unaware', mainHead: before };
    await app.store.commit([{ type: 'insert-run', run: unaware }]);
    await expect(followMain(app, 'r-unaware')).rejects.toMatchObject({ code: 'main-moved' });
  });
});
