import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { statusView } from '../../../src/app/home/status-view.ts';
import type { Run } from '../../../src/domain/run.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createPlanItem } from '../../helpers/plan.ts';
import { createRun, createTask, createTestStore } from '../../helpers/store.ts';
import { developedScene } from '../app-scene.ts';
import { storeWith } from '../stored-tasks.ts';

const ALIVE = async () => true;

describe('status names what waits for a person (INV-14)', () => {
  it("a task that is blocked, and none that is the lead's to move", async () => {
    const blocked = (id: string, owner: string) =>
      createTask({ id, run: 'running', state: { status: 'blocked', reason: 'no way on', owner } });
    const store = await storeWith(blocked('task-1', 'person'), blocked('task-2', 'tech lead'));
    expect((await statusView({ store }, ALIVE)).waiting).toMatchObject([
      { task: 'task-1', for: 'no way on', question: null, owner: 'person' },
    ]);
  });

  it('a task that waits for a service, by whom it waits for', async () => {
    const state = { status: 'waiting', reason: 'ci-green: CI is at it', owner: 'CI' } as const;
    const store = await storeWith(createTask({ id: 'task-1', run: 'running', state }));
    expect(await statusView({ store }, ALIVE)).toMatchObject({
      tasks: { waiting: 1 },
      waiting: [{ task: 'task-1', for: 'ci-green: CI is at it', question: null, owner: 'CI' }],
    });
  });

  it('a task of a lead that is held, since it came to that, however often it is found again', async () => {
    const { scene, task } = await developedScene();
    const { app, repository, scope } = scene;
    const path = join(repository.main, 'greet.txt');
    writeFileSync(path, 'my own notes\n');
    await scene.merge(task);
    const [first] = (await statusView(app, ALIVE)).waiting;
    expect(first).toMatchObject({ task: task.id, for: expect.stringContaining('greet.txt') });
    const entries = (await app.store.journal.after(scope.run, 0)).length;
    await scene.merge(task);
    expect(await app.store.journal.after(scope.run, 0)).toHaveLength(entries);
    writeFileSync(join(repository.main, 'README.md'), 'mine\n');
    await scene.merge(task);
    expect((await statusView(app, ALIVE)).waiting).toEqual([{ ...first, for: expect.stringContaining('README.md') }]);
    repository.git(['checkout', '--quiet', 'README.md']);
    rmSync(path);
    expect(await scene.merge(task)).toMatchObject({ merged: true });
    expect((await statusView(app, ALIVE)).waiting).toEqual([]);
  });
});

it('KB-32 status names what is mended: the defect, how often it was found, and the job that is at it', async () => {
  const rejection = { stage: 'verification', to: 'fix', gate: 'browser-clean', reason: 'no till', candidate: 'tree' };
  const fixing = (id: string, change: Partial<Task>) =>
    createTask({
      ...{ id, run: 'running', stage: 'fix', candidate: 'tree', rejections: [rejection, rejection] },
      ...{ activeJob: { job: `J-${id}`, role: 'fixer' }, state: { status: 'running', job: `J-${id}` } },
      ...change,
    });
  const store = await storeWith(
    fixing('T-1', {}),
    fixing('T-2', { rejections: [] }),
    fixing('T-3', { stage: 'review' }),
    fixing('T-4', { candidate: 'mended' }),
  );
  expect((await statusView({ store }, ALIVE)).reworks).toEqual([
    { task: 'T-1', stage: 'fix', job: 'J-T-1', for: 'sent back by browser-clean, round 2: no till' },
  ]);
});

describe('a run whose process is gone is told from one that is conducted (YA-09, INV-14)', () => {
  const interrupted = async (kind: Run['kind'], status: Run['status'], isAlive = ALIVE) => {
    const store = await createTestStore();
    await store.commit([{ type: 'insert-run', run: createRun({ kind, status }) }]);
    await store.orchestrators.register(createOrchestrator({ kind: 'run' }));
    return (await statusView({ store }, isAlive)).run?.interrupted;
  };
  const dead = async () => false;

  it.each(['lead', 'plan'] as const)('of a %s, as long as it says that it is running', async (kind) => {
    expect(await interrupted(kind, 'running', dead)).toBe(true);
    expect(await interrupted(kind, 'running')).toBe(false);
    expect(await interrupted(kind, 'waiting', dead)).toBe(false);
  });

  it('not of a single task, with which any worker goes on', async () => {
    expect(await interrupted('task', 'running', dead)).toBe(false);
  });

  it('a worker conducts no run', async () => {
    const store = await createTestStore();
    await store.commit([{ type: 'insert-run', run: createRun({ kind: 'plan', status: 'running' }) }]);
    await store.orchestrators.register(createOrchestrator({ kind: 'worker' }));
    expect((await statusView({ store }, ALIVE)).run?.interrupted).toBe(true);
  });
});

it('YA-09: status shows the plan under way with the states of its tasks, whatever was queued since', async () => {
  const store = await createTestStore();
  const plan = { file: '/srv/plan.yaml', output: null, delivers: false };
  await store.commit([
    { type: 'insert-run', run: createRun({ id: 'run-1', kind: 'plan', plan }) },
    { type: 'save-plan-items', items: [createPlanItem({ status: 'running' })] },
    { type: 'insert-run', run: createRun({ id: 'run-2', kind: 'task' }) },
  ]);
  expect(await statusView({ store }, ALIVE)).toMatchObject({ run: { id: 'run-1' }, tasks: { running: 1 } });
});
