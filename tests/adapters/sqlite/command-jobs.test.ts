import { expect, test } from 'vitest';
import type { Store } from '../../../src/ports/store.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { createCommandJob } from '../../helpers/command-job.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

/** A store in which `o-1` may claim, with a queued job for each path. */
const queued = async (...paths: readonly string[]): Promise<Store> => {
  const store = await createTestStore();
  await store.orchestrators.register(createOrchestrator());
  await store.commit(
    paths.map((path, index) => ({ type: 'insert-command-job', job: createCommandJob({ id: `J-${index + 1}`, path }) })),
  );
  return store;
};

const claim = async (store: Store, most = 9, maxRunning: number | null = null): Promise<readonly string[]> =>
  (await store.commandJobs.claim({ by: 'o-1', maxRunning }, most)).map(({ id }) => id);

test('a job is stored with everything in it, and counted by its status', async () => {
  const store = await queued();
  const job = createCommandJob({
    status: 'blocked',
    reason: 'dirty tree: a',
    iterations: [{ index: 1, startedAt: 1, endedAt: 2, exitCode: null, keyword: true, blocker: 'x' }],
    before: { head: null, dirty: { a: 1, 'b/': null } },
    followUp: 'T-1',
  });
  await store.commit([{ type: 'insert-command-job', job }]);
  expect(await store.commandJobs.get('J-1')).toEqual(job);
  expect(await store.commandJobs.get('J-2')).toBeNull();
  expect(await store.commandJobs.list()).toEqual([job]);
  expect(await store.commandJobs.countByStatus()).toEqual({ blocked: 1 });
});

test('INV-15: one checkout has one job at work, and others do not wait for it', async () => {
  const store = await queued('/a', '/a', '/b');
  expect(await claim(store)).toEqual(['J-1', 'J-3']);
  expect(await claim(store)).toEqual([]);
  const [first] = await store.commandJobs.withStatus('running');
  if (first === undefined) throw new Error('nothing runs');
  expect(first).toMatchObject({ claimedBy: 'o-1', version: 1 });
  await store.commit([{ type: 'save-command-job', job: { ...first, status: 'succeeded' } }]);
  expect(await claim(store)).toEqual(['J-2']);
});

test('INV-15: nobody makes two of one checkout run, by whatever way', async () => {
  const store = await queued('/a', '/a');
  await claim(store, 1);
  const second = await store.commandJobs.get('J-2');
  if (second === null) throw new Error('it is not stored');
  await expect(store.commit([{ type: 'save-command-job', job: { ...second, status: 'running' } }])).rejects.toThrow();
});

test('as many are claimed as the home has room for, agents counted', async () => {
  const store = await queued('/a', '/b', '/c');
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    { type: 'insert-job', job: createJob({ status: 'running' }) },
  ]);
  expect(await claim(store, 9, 2)).toEqual(['J-1']);
  expect(await claim(store, 9, 2)).toEqual([]);
  expect(await claim(store, 1)).toEqual(['J-2']);
});

test('commands count against the limit of agents too', async () => {
  const store = await queued('/a');
  await claim(store);
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    { type: 'insert-job', job: createJob() },
  ]);
  const order = { queue: 'run-1', by: 'o-1', at: 1 };
  expect(await claimNext(store, { ...order, maxRunning: 1 })).toBeNull();
  expect(await claimNext(store, { ...order, maxRunning: 2 })).not.toBeNull();
});

test('INV-7: who was given up claims nothing, and an older state is refused', async () => {
  const store = await queued('/a');
  const order = { by: 'o-2', maxRunning: null };
  await expect(store.commandJobs.claim(order, 1)).rejects.toMatchObject({ code: 'state-conflict' });
  await claim(store);
  const stale = createCommandJob({ path: '/a' });
  await expect(store.commit([{ type: 'save-command-job', job: stale }])).rejects.toMatchObject({
    code: 'state-conflict',
  });
});
