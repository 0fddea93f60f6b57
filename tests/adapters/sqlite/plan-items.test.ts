import { expect, test } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { createPlanItem } from '../../helpers/plan.ts';
import { createRun, createTestStore } from '../../helpers/store.ts';

const planRun = (id: string, more: Partial<Parameters<typeof createRun>[0]> = {}) =>
  createRun({ id, kind: 'plan', plan: { file: '/srv/plan.yaml', output: null, delivers: false }, ...more });

const storeWith = async (...runs: readonly ReturnType<typeof createRun>[]): Promise<Store> => {
  const store = await createTestStore();
  await store.commit(runs.map((run) => ({ type: 'insert-run', run }) as const));
  return store;
};

test('tasks of a plan come back as they were given, in the order of the plan', async () => {
  const store = await storeWith(planRun('run-1'));
  const first = createPlanItem({
    ...{ id: 'z', position: 0, dependsOn: ['a'], status: 'failed', attempts: 2, reason: 'exit code 3', exitCode: 3 },
    ...{
      branch: 'task/z',
      worktree: 'task-z',
      base: 'b',
      head: 'h',
      task: 'T-1',
      startedAt: 1,
      endedAt: 2,
      durationMs: 3,
    },
  });
  const second = createPlanItem({ id: 'a', position: 1 });
  await store.commit([{ type: 'replace-plan-items', run: 'run-1', items: [second, first] }]);
  expect(await store.planItems.inRun('run-1')).toEqual([first, second]);
  expect(await store.planItems.inRun('run-2')).toEqual([]);
});

test('a saved task takes the place of the one that was there; replacing drops those that the plan has no more', async () => {
  const store = await storeWith(planRun('run-1'));
  const items = ['a', 'b'].map((id, position) => createPlanItem({ id, position }));
  await store.commit([{ type: 'replace-plan-items', run: 'run-1', items }]);
  const running = createPlanItem({ id: 'b', position: 1, status: 'running', attempts: 1 });
  await store.commit([{ type: 'save-plan-items', items: [running] }]);
  expect(await store.planItems.countByStatus('run-1')).toEqual({ planned: 1, running: 1 });
  await store.commit([{ type: 'replace-plan-items', run: 'run-1', items: [running] }]);
  expect(await store.planItems.inRun('run-1')).toEqual([running]);
});

test('tasks that the engine has as well are not counted twice', async () => {
  const store = await storeWith(planRun('run-1'));
  const items = [createPlanItem({ status: 'ready' }), createPlanItem({ id: 'b', status: 'ready', task: 'T-1' })];
  await store.commit([{ type: 'save-plan-items', items }]);
  expect(await store.planItems.countByStatus('run-1')).toEqual({ ready: 1 });
});

test('the newest run of a plan in a repository is found, however it ended', async () => {
  const elsewhere = planRun('run-3', { mainPath: '/elsewhere' });
  const store = await storeWith(
    planRun('run-1'),
    planRun('run-2', { status: 'done' }),
    elsewhere,
    createRun({ id: 'run-4' }),
  );
  expect(await store.runs.newestOfPlan('/srv/plan.yaml', '/srv/base/main')).toMatchObject({ id: 'run-2' });
  expect(await store.runs.newestOfPlan('/srv/other.yaml', '/srv/base/main')).toBeNull();
});

test('the newest unfinished run may be that of a plan, unless another one has taken its place', async () => {
  const store = await storeWith(createRun({ id: 'run-1' }), planRun('run-2'));
  expect(await store.runs.newestUnfinished()).toMatchObject({ id: 'run-2' });
  await store.commit([{ type: 'insert-run', run: planRun('run-3', { status: 'done' }) }]);
  expect(await store.runs.newestUnfinished()).toMatchObject({ id: 'run-1' });
});
