import { describe, expect, it } from 'vitest';
import { showTask } from '../../../src/app/tasks/show-task.ts';
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
