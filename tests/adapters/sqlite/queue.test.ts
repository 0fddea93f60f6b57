import { expect, test } from 'vitest';
import type { Job } from '../../../src/domain/job.ts';
import type { ClaimOrder } from '../../../src/ports/coordination.ts';
import type { Change, Store } from '../../../src/ports/store.ts';
import { claimNext } from '../../helpers/claim-next.ts';
import { createOrchestrator } from '../../helpers/orchestrator.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

const insert = (job: Partial<Job> & { id: string }): Change => ({ type: 'insert-job', job: createJob(job) });

const storeWith = async (...jobs: readonly (Partial<Job> & { id: string })[]): Promise<Store> => {
  const store = await createTestStore();
  await store.orchestrators.register(createOrchestrator());
  await store.commit([
    { type: 'insert-run', run: createRun() },
    { type: 'insert-task', task: createTask() },
    ...jobs.map(insert),
  ]);
  return store;
};

/** The ids of what is claimed until nothing is due. */
const claimAll = async (store: Store, order: Partial<ClaimOrder> = {}): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (;;) {
    const job = await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1_000, ...order });
    if (job === null) return ids;
    ids.push(job.id);
  }
};

test('higher priorities come first, and of one priority those that came first', async () => {
  const store = await storeWith(
    { id: 'a' },
    { id: 'b', priority: 5 },
    { id: 'c', priority: -1 },
    { id: 'd', priority: 5 },
    { id: 'e' },
  );
  expect(await claimAll(store)).toEqual(['b', 'd', 'a', 'e', 'c']);
});

test('a queue gives out its own jobs alone', async () => {
  const store = await storeWith({ id: 'a', queue: 'shared' }, { id: 'b' });
  expect(await claimAll(store, { queue: 'shared' })).toEqual(['a']);
  expect(await claimAll(store)).toEqual(['b']);
});

test('a delayed job is due at its moment and not before, and then in the order of its priority', async () => {
  const store = await storeWith(
    { id: 'late', availableAt: 2_000 },
    { id: 'soon', availableAt: 1_001, priority: 1 },
    { id: 'blocked', availableAt: 1_000, waitsFor: 'task-9' },
    { id: 'now' },
    { id: 'elsewhere', queue: 'shared', availableAt: 5 },
  );
  expect(await claimAll(store)).toEqual(['now']);
  expect(await store.jobs.nextAvailableAt('run-1')).toBe(1_001);
  expect(await claimAll(store, { at: 1_000.5 })).toEqual([]);
  await store.commit([insert({ id: 'newer' })]);
  expect(await claimAll(store, { at: 2_000 })).toEqual(['soon', 'late', 'newer']);
  expect(await store.jobs.get('late')).toMatchObject({ availableAt: null, status: 'running' });
  expect(await store.jobs.nextAvailableAt('run-1')).toBeNull();
});

test('an outage that put a thousand jobs off to one moment is worked off to the last', async () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `job-${index}`);
  const store = await storeWith(...ids.map((id) => ({ id, availableAt: 500 })));
  expect((await claimAll(store)).toSorted()).toEqual(ids.toSorted());
});

test('who read a job before it became due cannot save it as it was', async () => {
  const store = await storeWith({ id: 'a', availableAt: 500, priority: -1 }, { id: 'b' });
  const before = await store.jobs.get('a');
  if (before === null) throw new Error('the job is not stored');
  expect(await claimNext(store, { queue: 'run-1', by: 'o-1', at: 1_000 })).toMatchObject({ id: 'b' });
  await expect(store.commit([{ type: 'save-job', job: before }])).rejects.toMatchObject({ code: 'state-conflict' });
});

test('no more jobs run than the home and a project allow; those of other projects are not held up', async () => {
  const store = await storeWith(
    { id: 'a1', project: '/a' },
    { id: 'a2', project: '/a' },
    { id: 'a3', project: '/a' },
    { id: 'b1', project: '/b' },
    { id: 'c1', project: '/c', queue: 'shared' },
  );
  const limits = { maxPerProject: { '/a': 1, '/b': 3 }, maxRunning: 3 };
  expect(await claimAll(store, limits)).toEqual(['a1', 'b1']);
  expect(await claimAll(store, { ...limits, queue: 'shared' })).toEqual(['c1']);
  expect(await claimAll(store, { maxPerProject: { '/a': 3 }, maxRunning: 3 })).toEqual([]);
  expect(await claimAll(store, { maxPerProject: { '/a': 2 } })).toEqual(['a2']);
  expect(await claimAll(store)).toEqual(['a3']);
});

test('as many as there is room for are claimed in one step, within the same limits', async () => {
  const store = await storeWith({ id: 'a' }, { id: 'b', priority: 1 }, { id: 'c' }, { id: 'd' });
  const order = { queue: 'run-1', by: 'o-1', at: 1_000 };
  const ids = async (most: number, limits: Partial<ClaimOrder> = {}) =>
    (await store.jobs.claim({ ...order, ...limits }, most)).map(({ id }) => id);
  expect(await ids(2)).toEqual(['b', 'a']);
  expect(await ids(9, { maxRunning: 3 })).toEqual(['c']);
  expect(await ids(9)).toEqual(['d']);
  expect(await ids(9)).toEqual([]);
});

test('a limit of a project holds within one step too', async () => {
  const project = '/a';
  const store = await storeWith({ id: 'a1', project }, { id: 'a2', project }, { id: 'b1', project: '/b' });
  const order = { queue: 'run-1', by: 'o-1', at: 1_000, maxPerProject: { [project]: 1 } };
  const claimed = await store.jobs.claim(order, 9);
  expect(claimed.map(({ id, status, version }) => [id, status, version])).toEqual([
    ['a1', 'running', 2],
    ['b1', 'running', 2],
  ]);
  expect(await store.jobs.claim({ ...order, maxPerProject: {}, maxRunning: 1 }, 9)).toEqual([]);
  expect(await claimAll(store)).toEqual(['a2']);
});

test('who is not registered, or was given up, claims nothing (INV-7)', async () => {
  const store = await storeWith({ id: 'a' });
  await expect(claimAll(store, { by: 'o-9' })).rejects.toMatchObject({ code: 'state-conflict' });
  await store.orchestrators.remove('o-1');
  await expect(claimAll(store)).rejects.toMatchObject({ code: 'state-conflict' });
  expect(await store.jobs.get('a')).toMatchObject({ status: 'queued' });
});

test('a job that somebody else saved since it was read is not overwritten', async () => {
  const store = await storeWith({ id: 'a' });
  const read = await store.jobs.get('a');
  if (read === null) throw new Error('the job is not stored');
  await store.commit([{ type: 'save-job', job: { ...read, status: 'cancelled' } }]);
  const stale = store.commit([{ type: 'save-job', job: { ...read, status: 'succeeded' } }]);
  await expect(stale).rejects.toMatchObject({ code: 'state-conflict' });
  expect(await store.jobs.get('a')).toMatchObject({ status: 'cancelled', version: 2 });
});
