import { describe, expect, it } from 'vitest';
import { acceptReportedMove } from '../../src/app/merge/accept-main.ts';
import { integrate } from '../../src/app/merge/integrate.ts';
import { followMain } from '../../src/app/merge/main-watch.ts';
import { loadRun } from '../../src/app/runs/save-run.ts';
import { applyTransition } from '../../src/app/tasks/apply-transition.ts';
import { createTask } from '../../src/app/tasks/create-task.ts';
import { retryAsPerson } from '../../src/app/tasks/retry-task.ts';
import { type AppScene, createScene, developedScene } from './app-scene.ts';

/** A work item beside the run of a tech lead; main has moved since both saw it. */
const movedScene = async (meanwhile: (scene: AppScene) => Promise<unknown> = async () => undefined) => {
  const scene = await createScene();
  const { app } = scene;
  const order = { title: 'Greet people', prompt: 'Write a file that greets.', slug: null, kind: 'bugfix' } as const;
  const task = await createTask(app, { ...order, pipeline: 'bugfix', dependsOn: [], base: null, project: null });
  const before = (await loadRun(app, task.run)).mainHead;
  await meanwhile(scene);
  const moved = scene.repository.commit({ 'mine.txt': 'mine\n' });
  const stand = () => applyTransition(app, task.id, { type: 'held', reason: 'main moved' });
  const mainOf = async (run: string) => (await loadRun(app, run)).mainHead;
  return { scene, app, task, before, moved, stand, mainOf };
};

describe("a person's own move of main (INV-1)", () => {
  it('stops every run until they say a word about a task that stands still; then it explains itself to all', async () => {
    const { scene, app, task, moved, stand, mainOf } = await movedScene();
    await stand();
    await retryAsPerson(app, task.id);
    expect(await mainOf(task.run)).toBe(moved);
    for (const run of [task.run, scene.scope.run]) await followMain(app, run);
    expect(await mainOf(scene.scope.run)).toBe(moved);
    expect(await app.store.moves.inRun(task.run)).toMatchObject([{ by: 'person', state: 'done', to: moved }]);
  });

  it('explains itself to a run that has come further than the one of the task, too', async () => {
    const merges = async (scene: AppScene) => {
      const [task] = await scene.plan({ slug: 'one' });
      if (task === undefined) throw new Error('nothing was planned');
      await scene.work(task);
      expect(await scene.merge(task)).toMatchObject({ merged: true });
    };
    const { scene, app, task, moved, stand, mainOf } = await movedScene(merges);
    await stand();
    await retryAsPerson(app, task.id);
    await followMain(app, scene.scope.run);
    expect([await mainOf(task.run), await mainOf(scene.scope.run)]).toEqual([moved, moved]);
  });

  it('is not accepted by a word that is refused: nothing is changed then', async () => {
    const { app, task, before, mainOf } = await movedScene();
    await expect(followMain(app, task.run)).rejects.toMatchObject({ code: 'main-moved' });
    await expect(retryAsPerson(app, task.id)).rejects.toMatchObject({ code: 'nothing-waits' });
    expect(await mainOf(task.run)).toBe(before);
    await expect(followMain(app, task.run)).rejects.toMatchObject({ code: 'main-moved' });
  });

  it('is accepted where it was reported, and not by a word about another task', async () => {
    const { scene, app, task, before, stand, mainOf } = await movedScene();
    const reporting = scene.scope.run;
    await expect(followMain(app, reporting)).rejects.toMatchObject({ code: 'main-moved' });
    await stand();
    await retryAsPerson(app, task.id);
    expect(await mainOf(task.run)).toBe(before);
    await acceptReportedMove(app, reporting);
    for (const run of [task.run, reporting]) await followMain(app, run);
  });
});

describe('in the middle of a merge', () => {
  it('a move of main is journaled, so that the first word of a person accepts it (INV-1)', async () => {
    const { scene, task } = await developedScene();
    const { app, scope, repository } = scene;
    const moveBranch = async () => {
      repository.commit({ 'mine.txt': 'mine\n' });
      return false;
    };
    const git = Object.assign(Object.create(app.git), { moveBranch });
    await expect(integrate({ ...app, git }, scope, task.id)).rejects.toMatchObject({ code: 'main-moved' });
    await acceptReportedMove(app, scope.run);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
  });

  it('a task that was called off is not merged (INV-1)', async () => {
    const { scene, task } = await developedScene();
    const { app, scope, repository } = scene;
    const head = repository.git(['rev-parse', 'main']);
    let looks = 0;
    const position = async (...where: Parameters<typeof app.git.position>) => {
      looks += 1;
      // The second look at main comes when the gates have passed.
      if (looks === 2) await applyTransition(app, task.id, { type: 'cancelled', by: 'pat' });
      return app.git.position(...where);
    };
    const git = Object.assign(Object.create(app.git), { position });
    expect(await integrate({ ...app, git }, scope, task.id)).toMatchObject({
      merged: false,
      reason: 'cancelled by pat',
    });
    expect(repository.git(['rev-parse', 'main'])).toBe(head);
  });
});
