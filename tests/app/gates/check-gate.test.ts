import { describe, expect, it } from 'vitest';
import { checkGate } from '../../../src/app/gates/check-gate.ts';
import { developedScene } from '../app-scene.ts';

describe('gate check of a task', () => {
  it('looks at the branch as it is: what was said of an older one is no answer, and nothing is written (INV-2)', async () => {
    const { scene, task } = await developedScene();
    await scene.merge(task);
    const merged = await scene.task(task);
    const known = { ...merged, stage: 'checks', state: { status: 'ready' } as const };
    const looking = {
      ...scene.app,
      store: { ...scene.app.store, tasks: { ...scene.app.store.tasks, find: async () => known } },
    };
    expect(await checkGate(looking, task.id, null)).toMatchObject([{ outcome: 'pass' }, { outcome: 'pass' }]);
    const { git } = scene.repository;
    const tree = git(['rev-parse', 'main^{tree}']);
    const commit = git(['commit-tree', '-p', 'main', '-m', 'late', git(['rev-parse', 'main~1^{tree}'])]);
    expect(tree).not.toBe(git(['rev-parse', `${commit}^{tree}`]));
    git(['update-ref', `refs/heads/${task.branch}`, commit]);
    const stale = { outcome: 'pending', reason: expect.stringContaining('stale') };
    expect(await checkGate(looking, task.id, null)).toMatchObject([stale, stale]);
    expect(await scene.task(task)).toEqual(merged);
  });

  it('that was sent back says what sent it, and not what passed before that (INV-13)', async () => {
    const { scene, task } = await developedScene('WRITE greet.txt RED');
    expect(task).toMatchObject({ stage: 'development', state: { status: 'sent-back' } });
    const views = await checkGate(scene.app, task.id, null);
    expect(views[0]).toMatchObject({ gate: 'checks-green', outcome: 'fail' });
    expect(await checkGate(scene.app, task.id, 'change-present')).toMatchObject([{ outcome: 'pass' }]);
  });
});
