import { describe, expect, it } from 'vitest';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import {
  answered,
  developed,
  ended,
  merged,
  ready,
  replay,
  requested,
  started,
  take,
  verdict,
} from './engine-scene.ts';

const interrupted: TaskEvent = { type: 'job-interrupted', job: 'J-1', reason: 'a crash' };
const first = { task: 'T-1', slug: 'first', standing: 'open' } as const;

describe('jobs', () => {
  it('queue, start and end, with one attempt counted', () => {
    const running = replay(developed(), requested, started);
    expect(running).toMatchObject({ state: { status: 'running', job: 'J-1' }, attempts: { developer: 1 } });
    const done = take(running, ended('succeeded'));
    expect(done).toMatchObject({
      accepted: true,
      task: { activeJob: null, due: 'gates' },
      commands: [],
    });
  });

  it('a late or repeated outcome is refused (INV-7)', () => {
    const done = replay(developed(), requested, started, ended('succeeded'));
    for (const event of [ended('succeeded'), ended('failed'), started, interrupted]) {
      expect(take(done, event)).toMatchObject({ accepted: false });
    }
    const running = replay(developed(), requested, started);
    expect(take(running, started)).toMatchObject({ accepted: false, reason: 'J-1 has started already' });
    const foreign: TaskEvent = { type: 'job-ended', job: 'J-2', status: 'failed', reason: '', left: null };
    expect(take(running, foreign)).toMatchObject({ accepted: false });
  });

  it('that failed say why in the next instructions, once', () => {
    const retried: TaskEvent = { type: 'retried', by: 'pat' };
    const failed = replay(developed(), requested, started, ended('failed'));
    expect(failed.feedback).toEqual([expect.stringContaining('because')]);
    const twice = replay(failed, retried, requested, started, ended('failed'));
    expect(twice.feedback).toEqual(failed.feedback);
  });

  it('an interruption is no attempt, and the same job goes on (INV-7)', () => {
    const running = replay(developed(), requested, started);
    const cut = take(running, interrupted);
    expect(cut).toMatchObject({
      task: { state: { status: 'planned' }, attempts: { developer: 0 }, feedback: [] },
      commands: [],
    });
    const claimedOnly = take(replay(developed(), requested), interrupted);
    expect(claimedOnly).toMatchObject({ task: { attempts: {}, feedback: [] } });
  });

  it.each([
    ['failed', { status: 'failed', reason: 'because' }],
    ['timed-out', { status: 'failed', reason: 'because' }],
    ['blocked', { status: 'blocked', reason: 'because', owner: 'tech lead' }],
    ['cancelled', { status: 'planned' }],
  ] as const)('ending as %s', (status, state) => {
    expect(replay(developed(), requested, started, ended(status))).toMatchObject({ state, activeJob: null });
  });

  it('new work on a task that was further on begins in the stage of its role', () => {
    expect(replay(ready(), requested)).toMatchObject({ stage: 'development', state: { status: 'planned' } });
    expect(replay(ready(), { ...requested, role: 'tester' }).stage).toBe('merge');
  });

  it('a job that was queued at the last moment does not outlive the merge', () => {
    const late = { ...ready(), activeJob: { job: 'J-9', role: 'developer' } };
    expect(take(late, merged)).toMatchObject({
      task: { activeJob: null, state: { status: 'merged' } },
      commands: [{ type: 'cancel-job', job: 'J-9' }, { type: 'settle-dependents' }],
    });
  });
});

describe('dependencies', () => {
  const waiting = take(developed(), { ...requested, unmerged: [first] });

  it('a job waits for them by name', () => {
    expect(waiting).toMatchObject({ commands: [{ type: 'queue-job', waitsFor: 'the merge of first (T-1)' }] });
  });

  it('is released by the last merge', () => {
    const dependency = { ...first, standing: 'merged' } as const;
    const second = { task: 'T-2', slug: 'second', standing: 'open' } as const;
    const task = replay(developed(), { ...requested, unmerged: [first, second] });
    const half = take(task, { type: 'dependency-settled', dependency, unmerged: [second] });
    expect(half).toMatchObject({ commands: [{ type: 'release-job', waitsFor: 'the merge of second (T-2)' }] });
    const whole = take(task, { type: 'dependency-settled', dependency, unmerged: [] });
    expect(whole).toMatchObject({ commands: [{ type: 'release-job', waitsFor: null }] });
  });

  it('a lost one skips the task with the cause, its job and its own dependents', () => {
    const task = replay(developed(), { ...requested, unmerged: [first] });
    const lost = { ...first, standing: 'lost' } as const;
    expect(take(task, { type: 'dependency-settled', dependency: lost, unmerged: [lost] })).toMatchObject({
      task: { state: { status: 'skipped', reason: 'first (T-1) will not be merged' }, activeJob: null },
      commands: [
        { type: 'cancel-job', job: 'J-1' },
        { type: 'settle-dependents', standing: 'lost' },
      ],
    });
    expect(take(developed(), { ...requested, unmerged: [lost] })).toMatchObject({ accepted: false });
  });
});

describe('what gates send back', () => {
  it('goes to the stage that the pipeline names, with the output word for word', () => {
    const red = {
      ...verdict('checks-green', 'fail'),
      evidence: {
        checks: [
          { command: 'npm test', argv: [], exitCode: 1, durationMs: 1, output: 'expected 1 to be 2', knownRed: false },
        ],
      },
    };
    const task = replay(developed({ stage: 'checks' }), answered('checks', verdict('checks-unchanged'), red));
    expect(task).toMatchObject({ stage: 'development', state: { status: 'sent-back' } });
    expect(task.feedback.join('\n')).toContain('$ npm test\nexit code 1\nexpected 1 to be 2');
    const again = replay({ ...task, stage: 'checks' }, answered('checks', verdict('checks-unchanged'), red));
    expect(again.feedback).toHaveLength(1);
  });
});

describe('people', () => {
  const pending = verdict('checks-unchanged', 'pending');
  const waiting = replay(developed({ stage: 'checks' }), answered('checks', pending));
  const asked = { gate: 'checks-unchanged', candidate: 'tree-1', by: 'pat' } as const;
  const approval: TaskEvent = { type: 'approved', ...asked, at: 9 };
  const rejection: TaskEvent = { type: 'rejected', ...asked, reason: 'no' };

  it('are asked by a gate that is pending, and named as who can act (INV-14)', () => {
    expect(waiting.state).toMatchObject({ status: 'waiting', owner: 'person' });
    expect(take(developed({ stage: 'checks' }), answered('checks', pending))).toMatchObject({
      commands: [{ type: 'ask-person', gate: 'checks-unchanged', candidate: 'tree-1', wants: 'decision' }],
    });
  });

  it('approve one gate for one candidate (INV-2)', () => {
    const approved = replay(waiting, approval);
    expect(approved.verdicts).toMatchObject([{ outcome: 'pass', evidence: { approvedBy: 'pat' }, at: 9 }]);
    expect(approved).toMatchObject({ stage: 'checks', state: { status: 'planned' } });
    expect(take(waiting, { ...approval, candidate: 'tree-0' })).toMatchObject({ accepted: false });
    expect(take(waiting, { ...approval, gate: 'checks-green' })).toMatchObject({ accepted: false });
    expect(take({ ...waiting, candidate: 'tree-2' }, approval)).toMatchObject({ accepted: false });
  });

  it('reject what they were asked, and no question that took its place (INV-2)', () => {
    const other = replay(
      developed({ stage: 'checks' }),
      answered('checks', verdict('checks-unchanged'), verdict('checks-green', 'pending')),
    );
    expect(take(other, { ...rejection, gate: 'checks-green' })).toMatchObject({ accepted: true });
    expect(take(other, rejection)).toMatchObject({
      accepted: false,
      reason: expect.stringContaining('checks-unchanged'),
    });
    expect(take({ ...waiting, candidate: 'tree-2' }, rejection)).toMatchObject({ accepted: false });
  });

  it('send it back with their reason word for word', () => {
    const rejected = replay(waiting, { ...rejection, reason: 'keep the old check' });
    expect(rejected.feedback).toEqual(['Rejected by pat: keep the old check']);
    expect(rejected.verdicts).toMatchObject([
      { outcome: 'fail', reason: 'rejected by pat: keep the old check', evidence: { rejectedBy: 'pat' } },
    ]);
  });

  it('call off a task together with its job and dependents', () => {
    expect(take(replay(developed(), requested), { type: 'cancelled', by: 'pat' })).toMatchObject({
      task: { state: { status: 'cancelled', reason: 'cancelled by pat' }, activeJob: null },
      commands: [
        { type: 'cancel-job', job: 'J-1' },
        { type: 'settle-dependents', standing: 'lost' },
      ],
    });
  });
});
