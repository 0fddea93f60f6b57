import { describe, expect, it } from 'vitest';
import type { Escalation, Task } from '../../src/domain/task.ts';
import { escalationOf } from '../../src/engine/escalation.ts';
import { arrived, DELIVERY, fails, passes, type Step, walk, works } from './delivery-scene.ts';

const asksForChanges = (findings: string): Step =>
  fails('review-verdict', 'Review verdict: REQUEST_CHANGES (not approved)', { findings });
const reviewed = walk(arrived('review'), works());
const reworked = [works(), passes, works()];

/** What a step makes the engine call a person for. */
const calledFor = (before: Task, step: Step): Escalation | null => escalationOf(DELIVERY, before, step(before));

describe('a person is called', () => {
  it('for a finding that comes back word for word, and the work goes on all the same (MA-064)', () => {
    const second = walk(reviewed, asksForChanges('P0: no'), ...reworked);
    expect(calledFor(second, asksForChanges('P0: no'))).toBe('repeated-finding');
    const third = walk(second, asksForChanges('P0: no'), ...reworked);
    expect(passes(third)).toMatchObject({ stage: 'testing', due: 'work' });
  });

  it('not for another finding of the same gate, nor for the first one', () => {
    expect(calledFor(reviewed, asksForChanges('P0: no'))).toBeNull();
    const second = walk(reviewed, asksForChanges('P0: no'), ...reworked);
    expect(calledFor(second, asksForChanges('P0: this one'))).toBeNull();
  });

  it('for a gate and work that contradict each other (MA-066)', () => {
    const same = walk(reviewed, asksForChanges('P0: no'), works(reviewed.candidate ?? ''), passes, works());
    expect(calledFor(same, asksForChanges('P0: no'))).toBe('deadlock');
  });

  it('for attempts that are used up', () => {
    const third = walk(reviewed, asksForChanges('P0: one'), ...reworked, asksForChanges('P0: two'), ...reworked);
    expect(calledFor(third, asksForChanges('P0: three'))).toBe('retries-exhausted');
    expect(calledFor(third, passes)).toBeNull();
  });

  it('in the words of the block alone where a gate is for a person anyway', () => {
    const deploying = walk(arrived('deploy'), works());
    expect(calledFor(deploying, fails('deploy-status', 'FAILED'))).toBeNull();
  });

  it('not for a task that a tech lead drives', () => {
    const led: Task = { ...walk(reviewed, asksForChanges('P0: no'), ...reworked), drive: 'lead' };
    expect(calledFor(led, asksForChanges('P0: no'))).toBeNull();
  });
});
