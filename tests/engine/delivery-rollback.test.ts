import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import {
  arrived,
  commandsOf,
  fails,
  passes,
  requested,
  retries,
  type Step,
  take,
  walk,
  works,
} from './delivery-scene.ts';

const reviewed = walk(arrived('review'), works());
const asksForChanges = (findings: string): Step =>
  fails('review-verdict', 'Review verdict: REQUEST_CHANGES (not approved)', { findings });
const stands = (task: Task) => ({ stage: task.stage, due: task.due, status: task.state.status });
const BLOCKED_IN_DEVELOPMENT = { stage: 'development', due: null, status: 'blocked' };

describe('findings', () => {
  it('of each round stand word for word in the next instructions, oldest first', () => {
    const task = walk(
      reviewed,
      asksForChanges('P0: round one'),
      ...[works(), passes, works()],
      asksForChanges('P0: round two'),
    );
    expect(task.feedback).toEqual([expect.stringContaining('P0: round one'), expect.stringContaining('P0: round two')]);
  });

  it('that differ in a number alone are two findings', () => {
    const task = walk(reviewed, asksForChanges('P0: line 8'), works(), passes, works(), asksForChanges('P0: line 9'));
    expect(task.feedback).toHaveLength(2);
  });
});

describe('the developer', () => {
  const reject = [asksForChanges('P0: no'), works(), passes, works()];

  it('works three times at the most, the first included; the third rejection is for a person', () => {
    const third = walk(reviewed, ...reject, ...reject);
    expect(third.attempts.developer).toBe(3);
    const stuck = walk(third, asksForChanges('P0: still not'));
    expect(stands(stuck)).toEqual(BLOCKED_IN_DEVELOPMENT);
    expect(stuck.state).toMatchObject({ owner: 'person', reason: expect.stringContaining('3 times') });
    expect(commandsOf(third, { type: 'retried', by: 'pat' })).toEqual([]);
  });

  it('is sent back by reviewer, tester and red checks alike, within the same three', () => {
    const tested = walk(reviewed, asksForChanges('P0: no'), works(), passes, works(), passes, works());
    const failed = walk(tested, fails('tests-verdict', 'Test verdict: FAIL (NEG)', { findings: 'TC-3' }));
    expect(stands(failed)).toEqual({ stage: 'development', due: 'work', status: 'planned' });
    expect(failed.feedback.at(-1)).toContain('TC-3');
    const red = walk(failed, works(), fails('checks-green', 'red'));
    expect(stands(red)).toEqual(BLOCKED_IN_DEVELOPMENT);
  });

  it('is told of by cause; the runs of other roles do not count, and two of its own leave one more (MA-061)', () => {
    const second = walk(reviewed, asksForChanges('P0: no'), works());
    expect(second.attempts).toMatchObject({ analyst: 1, architect: 1, reviewer: 1, developer: 2 });
    const third = walk(second, fails('checks-green', 'red'));
    expect(stands(third)).toEqual({ stage: 'development', due: 'work', status: 'planned' });
    const stuck = walk(third, works(), passes, works(), asksForChanges('P0: not yet'));
    expect(stands(stuck)).toEqual(BLOCKED_IN_DEVELOPMENT);
    expect(stuck.rejections.map(({ stage, to, gate }) => [stage, to, gate])).toEqual([
      ['review', 'development', 'review-verdict'],
      ['development', 'development', 'checks-green'],
      ['review', 'development', 'review-verdict'],
    ]);
    expect(stuck.state).toMatchObject({
      reason: expect.stringContaining('worked on it 3 times (sent back by review-verdict: 2, checks-green: 1)'),
    });
  });

  it('is told nothing of a report that its own role wrote again (MA-061)', () => {
    const again = walk(reviewed, fails('review-verdict', 'no frontmatter', { unusable: true }), works());
    const stuck = walk(again, ...reject, ...reject, asksForChanges('P0: no'));
    expect(stuck.state).toMatchObject({ reason: expect.stringContaining('(sent back by review-verdict: 3)') });
  });

  it('gets one more run with each retry of a person', () => {
    const stuck = walk(reviewed, ...reject, ...reject, asksForChanges('P0: no'));
    const again = retries(stuck);
    expect(stands(again)).toEqual({ stage: 'development', due: 'work', status: 'planned' });
    const rejected = walk(again, works(), passes, works(), asksForChanges('P0: no'));
    expect(rejected.attempts.developer).toBe(4);
    expect(stands(rejected)).toEqual(BLOCKED_IN_DEVELOPMENT);
  });

  it('is started by no lead once more than that, nor out of turn', () => {
    const third = walk(reviewed, ...reject, ...reject);
    expect(take(third, requested('developer', 'J-9'))).toMatchObject({ accepted: false });
    expect(take(reviewed, requested('developer', 'J-9'))).toMatchObject({ accepted: true });
    expect(take(walk(reviewed, asksForChanges('P0')), requested('researcher'))).toMatchObject({ accepted: false });
    expect(take(arrived('analysis'), requested('developer'))).toMatchObject({ accepted: false });
  });
});

describe('a report that cannot be used', () => {
  const unusable = fails('review-verdict', 'no frontmatter', { unusable: true });

  it('is written again by its own role, once; nobody else is sent back', () => {
    const again = unusable(reviewed);
    expect(stands(again)).toEqual({ stage: 'review', due: 'work', status: 'planned' });
    expect(walk(again, works(), passes).stage).toBe('testing');
    const twice = walk(again, works(), unusable);
    expect(stands(twice)).toEqual({ stage: 'review', due: null, status: 'blocked' });
    expect(twice.state).toMatchObject({ owner: 'person', reason: expect.stringContaining('twice in a row') });
    expect(stands(retries(twice))).toEqual({ stage: 'review', due: 'work', status: 'planned' });
  });

  it.each([
    ['testing', 'tests-verdict'],
    ['deploy-staging', 'staging-status'],
    ['deploy', 'deploy-status'],
  ])('in %s is no failure of the candidate', (stage, gate) => {
    const task = walk(arrived(stage), works(), fails(gate, 'no log', { unusable: true }));
    expect(stands(task)).toEqual({ stage, due: 'work', status: 'planned' });
  });
});

describe('going round in a circle', () => {
  it('the same finding about the same candidate is for a person, before another attempt is spent', () => {
    const unchanged = walk(reviewed, asksForChanges('P0: no'), works(reviewed.candidate ?? ''), passes, works());
    expect(unchanged.attempts).toMatchObject({ developer: 2, reviewer: 2 });
    const stuck = walk(unchanged, asksForChanges('P0: no'));
    expect(stands(stuck)).toEqual(BLOCKED_IN_DEVELOPMENT);
    expect(stuck.state).toMatchObject({ reason: expect.stringContaining('nothing was changed since') });
  });

  it('the same finding about another candidate is not', () => {
    const changed = walk(reviewed, asksForChanges('P0: no'), works(), passes, works(), asksForChanges('P0: no'));
    expect(stands(changed)).toEqual({ stage: 'development', due: 'work', status: 'planned' });
  });
});

describe('a deployment that failed', () => {
  it.each([
    ['deploy-staging', 'staging-status'],
    ['deploy', 'deploy-status'],
  ])('in %s goes back to development and is for a person', (stage, gate) => {
    const failed = walk(arrived(stage), works(), fails(gate, 'FAILED', { findings: 'port 80 is taken' }));
    expect(stands(failed)).toEqual(BLOCKED_IN_DEVELOPMENT);
    expect(failed.state).toMatchObject({ owner: 'person', reason: `${gate}: FAILED` });
    expect(failed.feedback.at(-1)).toContain('port 80 is taken');
  });

  it('is judged anew after a retry, even where no code had to change', () => {
    const failed = walk(arrived('deploy-staging'), works(), fails('staging-status', 'FAILED'));
    const same = failed.candidate ?? '';
    const again = walk(failed, retries, works(same), passes, works(), passes, works(), passes);
    expect(stands(again)).toEqual({ stage: 'deploy-staging', due: 'work', status: 'planned' });
  });
});
