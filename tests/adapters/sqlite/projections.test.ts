import { expect, it } from 'vitest';
import { createRun, createTestStore } from '../../helpers/store.ts';

const entry = (run: string, type: string) =>
  ({ type: 'append-journal', entry: { run, task: null, type, data: {}, at: 1 } }) as const;

it('a cursor is kept as it was saved', async () => {
  const store = await createTestStore();
  expect(await store.cursors.get('tracker')).toBeNull();
  const cursor = { name: 'tracker', seq: 3, failures: 2, retryAt: 9 };
  await store.cursors.save({ ...cursor, retryAt: null });
  await store.cursors.save(cursor);
  expect(await store.cursors.get('tracker')).toEqual(cursor);
  expect(await store.cursors.get('notifier')).toBeNull();
});

it('so is what is known of an item on the board', async () => {
  const store = await createTestStore();
  expect(await store.board.get('T-1')).toEqual({ item: 'T-1', written: null, taken: null });
  const memory = { item: 'T-1', written: 'in_review', taken: 'approved' } as const;
  await store.board.save(memory);
  expect(await store.board.get('T-1')).toEqual(memory);
});

it('the journal is read through the whole home, from where something has not ended', async () => {
  const store = await createTestStore();
  expect(await store.journal.beforeUnfinished()).toBe(0);
  const runs = [createRun({ id: 'a', status: 'done' }), createRun({ id: 'b' }), createRun({ id: 'c', status: 'done' })];
  await store.commit(runs.map((run) => ({ type: 'insert-run', run })));
  await store.commit([entry('a', 'one'), entry('b', 'two'), entry('c', 'three'), entry('b', 'four')]);
  expect(await store.journal.beforeUnfinished()).toBe(1);
  expect((await store.journal.since(1, 2)).map(({ seq, type }) => [seq, type])).toEqual([
    [2, 'two'],
    [3, 'three'],
  ]);
  const [, unfinished] = await store.runs.list();
  if (unfinished?.id !== 'b') throw new Error('the runs are not listed as expected');
  await store.commit([{ type: 'save-run', run: { ...unfinished, status: 'done' } }]);
  expect(await store.journal.beforeUnfinished()).toBe(4);
});
