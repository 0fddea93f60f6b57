import { describe, expect, it } from 'vitest';
import type { PlanItem } from '../../../src/domain/plan/plan-item.ts';
import { continueItems } from '../../../src/engine/plan/continuing.ts';
import { createPlanItem } from '../../helpers/plan.ts';

const continued = (earlier: Partial<PlanItem>, wanted: Partial<PlanItem> = {}) =>
  continueItems([createPlanItem(wanted)], new Map([['a', createPlanItem(earlier)]]))[0];

describe('continuing a plan', () => {
  it('keeps what ended well, with all that is known of it', () => {
    const done = { status: 'ready', attempts: 2, head: 'h', exitCode: 0, durationMs: 7, endedAt: 9 } as const;
    expect(continued(done)).toEqual(createPlanItem(done));
  });

  it('runs once more what was cut off, which is no attempt', () => {
    expect(continued({ status: 'running', attempts: 2, base: 'b' })).toMatchObject({
      status: 'planned',
      attempts: 1,
      base: 'b',
    });
  });

  it('starts anew what had failed or was skipped, in the worktree that it has', () => {
    const place = { branch: 'task/a-2', worktree: 'task-a-2', base: 'b' };
    for (const status of ['failed', 'skipped'] as const)
      expect(continued({ status, attempts: 3, reason: 'exit code 1', ...place })).toMatchObject({
        ...{ status: 'planned', attempts: 0, reason: null },
        ...place,
      });
  });

  it('does again, in a place of its own, what is no longer what it was', () => {
    const place = { branch: 'task/a-2', worktree: 'task-a-2', base: 'b' };
    const item = continued({ status: 'ready', digest: 'other', ...place }, { branch: 'task/a', worktree: 'task-a' });
    expect(item).toMatchObject({ status: 'planned', branch: 'task/a', worktree: 'task-a', base: null });
  });

  it('takes up what the plan did not have before, and drops what it has no more', () => {
    const items = continueItems([createPlanItem({ id: 'new' })], new Map([['a', createPlanItem({ status: 'ready' })]]));
    expect(items).toEqual([createPlanItem({ id: 'new' })]);
  });
});
