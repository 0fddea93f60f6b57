import { describe, expect, it } from 'vitest';
import { showTask } from '../../../src/app/tasks/show-task.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createTask } from '../../helpers/store.ts';
import { storeWith } from '../stored-tasks.ts';

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

describe('why a task is where it is (KB-32)', () => {
  const back = { stage: 'verification', to: 'fix', gate: 'browser-clean', reason: 'no till', candidate: 'tree' };
  const unreviewed = { ...back, stage: 'fix', to: 'review', gate: 'review-settled' };
  const running = { status: 'running', job: 'J-4' } as const;

  it.each<[string, Partial<Task>, string | null]>([
    ['at work on a finding', { state: running, rejections: [back] }, 'sent back by browser-clean, round 1: no till'],
    [
      'queued for it',
      { state: { status: 'planned' }, rejections: [back, unreviewed, back] },
      'sent back by browser-clean, round 2: no till',
    ],
    ['held', { state: { status: 'planned', reason: 'after T-1' }, rejections: [back] }, 'after T-1'],
    ['at work for the first time', { state: running }, null],
    ['at work on something newer', { state: running, candidate: 'mended', rejections: [back] }, null],
    ['at work somewhere else', { state: running, stage: 'review', rejections: [back] }, null],
    ['ready', { state: { status: 'ready' }, rejections: [back] }, null],
  ])('a task that is %s', async (_, change, reason) => {
    const store = await storeWith(createTask({ run: 'running', stage: 'fix', candidate: 'tree', ...change }));
    expect(await showTask({ store }, 'task-1')).toMatchObject({ reason });
  });
});
