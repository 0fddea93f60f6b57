import { describe, expect, it } from 'vitest';
import { nextLook, waitingStep } from '../../../src/domain/checks/waits-for-ci.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';
import { createTask } from '../../helpers/store.ts';

describe('how far it has come stands in the pending answer', () => {
  const pending: Verdict = {
    gate: 'ci-green',
    candidate: 'tree-1',
    outcome: 'pending',
    reason: 'CI has not finished',
    evidence: { until: 'CI', polling: { attempts: 2, next: 500 } },
    at: 0,
  };
  const waiting = createTask({
    candidate: 'tree-1',
    due: 'gates',
    state: { status: 'waiting', reason: 'ci-green: CI has not finished', owner: 'CI' },
    verdicts: [pending],
  });

  it('for the present candidate alone (INV-2)', () => {
    const step = { outcome: 'wait', reason: 'CI has not finished', polling: { attempts: 2, next: 500 } };
    expect(waitingStep(waiting)).toEqual(step);
    expect(waitingStep({ ...waiting, candidate: 'tree-2' })).toBeNull();
    expect(waitingStep({ ...waiting, verdicts: [{ ...pending, outcome: 'fail' }] })).toBeNull();
    expect(waitingStep({ ...waiting, verdicts: [{ ...pending, evidence: { until: 'main run' } }] })).toBeNull();
  });

  it('and says when a task that waits for it is looked at again', () => {
    expect(nextLook(waiting)).toBe(500);
    expect(nextLook({ ...waiting, state: { status: 'planned' } })).toBeNull();
    expect(nextLook({ ...waiting, due: null })).toBeNull();
  });
});
