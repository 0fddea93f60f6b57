import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import { begin } from '../../src/engine/beginning.ts';
import {
  answers,
  approves,
  arrived,
  begun,
  commandsOf,
  created,
  DELIVERY,
  fails,
  happens,
  passes,
  replies,
  requested,
  retries,
  take,
  waits,
  walk,
  works,
} from './delivery-scene.ts';

const stands = (task: Task) => ({ stage: task.stage, due: task.due, status: task.state.status });
const about = (task: Task) => ({ gate: 'deploy-status', candidate: task.candidate ?? '' });
const held: TaskEvent = { type: 'held', reason: 'main is dirty' };

describe('a blocked task', () => {
  const blocked = walk(arrived('deploy'), works(), fails('deploy-status', 'FAILED'));

  it.each<[string, TaskEvent]>([
    ['a lead', requested('developer')],
    ['the gates', answers(blocked)],
    ['an obstacle', held],
    ['a late job', { type: 'job-started', job: 'J-1' }],
    ['an approval', { type: 'approved', gate: 'deploy-status', candidate: blocked.candidate ?? '', by: 'pat', at: 1 }],
    ['an answer', { type: 'answered', ...about(blocked), by: 'pat', text: 'go' }],
    ['a rejection', { type: 'rejected', ...about(blocked), by: 'pat', reason: 'no' }],
  ])('is not set on its way by %s', (_who, event) => {
    expect(take(blocked, event)).toMatchObject({ accepted: false });
  });

  it('is by a person: tried again, or called off', () => {
    expect(stands(retries(blocked))).toEqual({ stage: 'development', due: 'work', status: 'planned' });
    expect(take(blocked, { type: 'cancelled', by: 'pat' })).toMatchObject({
      task: { state: { status: 'cancelled' } },
      commands: [{ type: 'settle-dependents', standing: 'lost' }],
    });
  });
});

describe('a retry', () => {
  it('starts the role of a failed stage, and is refused where nothing stands still', () => {
    const failure = { type: 'job-ended', job: 'J-1', status: 'failed', reason: 'a crash', left: null } as const;
    const failed = walk(arrived('testing'), begun, happens(failure));
    expect(stands(failed)).toEqual({ stage: 'testing', due: null, status: 'failed' });
    expect(stands(retries(failed))).toEqual({ stage: 'testing', due: 'work', status: 'planned' });
    expect(take(arrived('testing'), { type: 'retried', by: 'pat' })).toMatchObject({ accepted: false });
    expect(take(begun(arrived('testing')), { type: 'retried', by: 'pat' })).toMatchObject({ accepted: false });
  });

  it('is no way round an approval', () => {
    const asked = walk(arrived('analysis'), works(), waits('analysis-approved'));
    expect(take(asked, { type: 'retried', by: 'pat' })).toMatchObject({ accepted: false });
  });

  it('of a held task does what was due before', () => {
    const rework = walk(arrived('review'), works(), fails('review-verdict'));
    for (const task of [rework, works()(arrived('testing')), walk(arrived('deploy'), works())]) {
      const waiting = happens(held)(task);
      expect(waiting).toMatchObject({ due: task.due, state: { status: 'waiting', owner: 'person' } });
      expect(retries(waiting)).toMatchObject({ stage: task.stage, due: task.due });
    }
  });
});

describe('a held task', () => {
  it('after an answered question is let go on by a person all the same (INV-14)', () => {
    const asked = walk(arrived('analysis'), works(), waits('analysis-complete', { question: 'Which?' }));
    const waiting = walk(asked, replies('analysis-complete', 'That.'), happens(held));
    expect(waiting).toMatchObject({ due: 'work', state: { status: 'waiting' } });
    expect(stands(retries(waiting))).toEqual({ stage: 'analysis', due: 'work', status: 'planned' });
  });

  it('is held for one reason once, and anew for another one', () => {
    const waiting = happens(held)(arrived('review'));
    expect(take(waiting, held)).toMatchObject({ accepted: false });
    expect(take(waiting, { type: 'held', reason: 'the disk is full' })).toMatchObject({ accepted: true });
  });
});

describe('an approval in the stage that delivers', () => {
  it('has the merge tried again, which asks the gates there', () => {
    const asked = walk(arrived('deploy'), works(), waits('checks-unchanged'));
    const approval = { type: 'approved', gate: 'checks-unchanged', by: 'pat', at: 2 } as const;
    const approved = happens({ ...approval, candidate: asked.candidate ?? '' })(asked);
    expect(stands(approved)).toEqual({ stage: 'deploy', due: 'merge', status: 'ready' });
  });
});

describe('a job that is cut off or put off', () => {
  it.each(['job-interrupted', 'job-deferred'] as const)('counts in no attempts (%s)', (type) => {
    const running = begun(arrived('development'));
    expect(running.attempts.developer).toBe(1);
    const back = happens({ type, job: 'J-1', reason: 'overloaded' })(running);
    expect(back).toMatchObject({ attempts: { developer: 0 }, activeJob: { job: 'J-1' }, state: { status: 'planned' } });
    expect(happens({ type: 'job-started', job: 'J-1' })(back).attempts.developer).toBe(1);
  });

  it('is started anew where it was cancelled under the task, within its attempts', () => {
    const cancelled = { type: 'job-ended', job: 'J-1', status: 'cancelled', reason: 'taken away', left: null } as const;
    const again = walk(arrived('development'), begun, happens(cancelled));
    expect(stands(again)).toEqual({ stage: 'development', due: 'work', status: 'planned' });
    const thrice = walk(again, begun, happens(cancelled), begun, happens(cancelled));
    expect(thrice).toMatchObject({ due: null, state: { status: 'blocked', owner: 'person' } });
  });
});

describe('what has to be merged first', () => {
  const open = { task: 'T-1', slug: 'first', standing: 'open' } as const;
  const lost = { ...open, standing: 'lost' } as const;
  const begins = (...unmerged: Parameters<typeof begin>[2]): Task => ({
    ...created(),
    ...begin(DELIVERY, 'engine', unmerged),
  });

  it('is waited for by name, and begins the task when it is there', () => {
    const task = begins(open);
    expect(task).toMatchObject({
      due: null,
      state: { status: 'planned', reason: 'waits for the merge of first (T-1)' },
    });
    const merged = { type: 'dependency-settled', dependency: { ...open, standing: 'merged' }, unmerged: [] } as const;
    expect(stands(happens(merged)(task))).toEqual({ stage: 'created', due: 'gates', status: 'planned' });
  });

  it('that will not come skips the task, at its beginning and later, and its dependents with it', () => {
    expect(begins(lost)).toMatchObject({ due: null, state: { status: 'skipped' } });
    const settled = { type: 'dependency-settled', dependency: lost, unmerged: [lost] } as const;
    expect(take(begins(open), settled)).toMatchObject({
      task: { state: { status: 'skipped', reason: 'first (T-1) will not be merged' } },
      commands: [{ type: 'settle-dependents', standing: 'lost' }],
    });
    const retried = walk(created(), passes);
    expect(commandsOf(retried, { ...requested('analyst'), unmerged: [lost] })).toEqual([
      { type: 'settle-dependents', standing: 'lost' },
    ]);
  });
});

it('a person rejects what waits for a decision, and nothing else', () => {
  const asked = walk(arrived('deploy'), works(), waits('checks-unchanged'));
  const about = { gate: 'checks-unchanged', candidate: asked.candidate ?? '' };
  const rejection: TaskEvent = { type: 'rejected', ...about, by: 'pat', reason: 'no' };
  expect(stands(happens(rejection)(asked))).toEqual({ stage: 'development', due: 'work', status: 'planned' });
  expect(take(happens(held)(arrived('review')), rejection)).toMatchObject({ accepted: false });
  const approved = walk(arrived('analysis'), works(), waits('analysis-approved'), approves);
  expect(
    take(approved, { ...rejection, gate: 'analysis-approved', candidate: approved.candidate ?? '' }),
  ).toMatchObject({
    accepted: false,
  });
});
