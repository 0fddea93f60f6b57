import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkGate } from '../../../src/app/gates/check-gate.ts';
import { showTask, statusView } from '../../../src/app/home/look.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createRun, createTask, createTestStore } from '../../helpers/store.ts';
import { developedScene } from '../app-scene.ts';

const storeWith = async (...tasks: readonly Task[]) => {
  const store = await createTestStore();
  const runs = ['running', 'failed'] as const;
  await store.commit(runs.map((status) => ({ type: 'insert-run', run: createRun({ id: status, status }) })));
  await store.commit(tasks.map((task) => ({ type: 'insert-task', task })));
  return store;
};

describe('who can move a task on (INV-14)', () => {
  const stuck = { failed: { status: 'failed', reason: 'r' }, skipped: { status: 'skipped', reason: 'r' } } as const;

  it.each([
    ['engine', 'running', 'person'],
    ['lead', 'running', 'tech lead'],
    ['lead', 'failed', 'person'],
  ] as const)('driven by the %s, in a run that is %s: %s', async (drive, run, owner) => {
    for (const state of [...Object.values(stuck), { status: 'sent-back', reason: 'r' } as const]) {
      const store = await storeWith(createTask({ run, drive, state }));
      expect(await showTask({ store }, 'task-1')).toMatchObject({ status: state.status, owner });
    }
  });

  it('is nobody where nobody has to', async () => {
    const store = await storeWith(createTask({ run: 'running', state: { status: 'cancelled', reason: 'r' } }));
    expect(await showTask({ store }, 'task-1')).toMatchObject({ owner: null });
  });
});

describe('status names what waits for a person (INV-14)', () => {
  it("a task that is blocked, and none that is the lead's to move", async () => {
    const blocked = (id: string, owner: string) =>
      createTask({ id, run: 'running', state: { status: 'blocked', reason: 'no way on', owner } });
    const store = await storeWith(blocked('task-1', 'person'), blocked('task-2', 'tech lead'));
    expect((await statusView({ store })).waiting).toMatchObject([{ task: 'task-1', for: 'no way on', question: null }]);
  });

  it('a task of a lead that is held, since it came to that, however often it is found again', async () => {
    const { scene, task } = await developedScene();
    const { app, repository, scope } = scene;
    const path = join(repository.main, 'greet.txt');
    writeFileSync(path, 'my own notes\n');
    await scene.merge(task);
    const [first] = (await statusView(app)).waiting;
    expect(first).toMatchObject({ task: task.id, for: expect.stringContaining('greet.txt') });
    const entries = (await app.store.journal.after(scope.run, 0)).length;
    await scene.merge(task);
    expect(await app.store.journal.after(scope.run, 0)).toHaveLength(entries);
    writeFileSync(join(repository.main, 'README.md'), 'mine\n');
    await scene.merge(task);
    expect((await statusView(app)).waiting).toEqual([{ ...first, for: expect.stringContaining('README.md') }]);
    repository.git(['checkout', '--quiet', 'README.md']);
    rmSync(path);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect((await statusView(app)).waiting).toEqual([]);
  });
});

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
