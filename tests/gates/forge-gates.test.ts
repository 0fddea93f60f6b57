import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { PullRequestReview } from '../../src/domain/review/pull-request.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

describe('ci-green', () => {
  const ask = (ci: Evidence['ci']) => askGate('ci-green', { ci }, createTask());

  it('says what the look came to (MA-038..MA-040)', () => {
    expect(ask({ outcome: 'pass', reason: 'CI green' })).toMatchObject({ outcome: 'pass', reason: 'CI green' });
    expect(ask({ outcome: 'fail', reason: 'CI state: error' })).toMatchObject({ outcome: 'fail' });
  });

  it('waits for what ends by itself, and asks nobody (MA-041)', () => {
    const polling = { attempts: 2, next: 7 };
    const answer = ask({ outcome: 'wait', reason: 'CI has not finished', polling });
    expect(answer).toEqual({ outcome: 'pending', reason: 'CI has not finished', evidence: { until: 'CI', polling } });
  });

  it('has not passed without a forge (INV-13)', () => {
    expect(ask('none')).toMatchObject({ outcome: 'fail', reason: expect.stringContaining('no forge') });
  });
});

describe('pull-request-approved', () => {
  const ask = (pullRequest: Evidence['pullRequest']) => askGate('pull-request-approved', { pullRequest }, createTask());
  const review = (author: string, state: PullRequestReview['state']): PullRequestReview => ({
    ...{ author, state, commit: 'c' },
    body: `${author} says so`,
  });
  const reviewed = (...reviews: readonly PullRequestReview[]) => ask({ status: 'found', number: 4, reviews });

  it('passes with an approval, fails with comments alone (MA-042)', () => {
    expect(reviewed(review('ann', 'commented'), review('bob', 'approved'))).toMatchObject({
      outcome: 'pass',
      reason: 'pull request 4 is approved by bob',
    });
    expect(reviewed(review('ann', 'commented'))).toMatchObject({
      outcome: 'fail',
      evidence: { findings: 'ann: ann says so' },
    });
  });

  it('one who wants changes goes before all who approve, until he says otherwise himself', () => {
    const [ann, bob] = [review('ann', 'changes-requested'), review('bob', 'approved')];
    expect(reviewed(ann, bob)).toMatchObject({ outcome: 'fail', reason: expect.stringContaining('requested by ann') });
    expect(reviewed(ann, bob, review('ann', 'commented')).outcome).toBe('fail');
    expect(reviewed(ann, bob, review('ann', 'approved')).outcome).toBe('pass');
    expect(reviewed(bob, review('bob', 'changes-requested')).outcome).toBe('fail');
  });

  it('waits for a first review, and for a forge that does not answer; the work is not sent back for that', () => {
    expect(reviewed()).toMatchObject({ outcome: 'pending', evidence: { until: 'a review at the forge' } });
    expect(ask({ status: 'failed', error: '503' })).toMatchObject({
      outcome: 'pending',
      reason: 'API error: 503; it is asked again',
    });
  });

  it('has not passed without a pull request or a forge (INV-13)', () => {
    expect(ask({ status: 'not-found' }).outcome).toBe('fail');
    expect(ask('none').outcome).toBe('fail');
  });
});
