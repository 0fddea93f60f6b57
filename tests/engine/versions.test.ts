import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import {
  begun,
  ended,
  ordered,
  passes,
  REVIEWED,
  refusal,
  replay,
  SUBTASK,
  taken,
  takenFrom,
  versionOf,
  worked,
} from './versions-scene.ts';

const selected = (number: number, version: Task | null): TaskEvent => ({
  type: 'version-selected',
  number,
  by: 'pat',
  taken: version === null ? null : takenFrom(version),
});

describe('a task in three versions (KB-01, KB-08)', () => {
  const open = replay(SUBTASK, ordered(), begun());
  const second = worked(SUBTASK, versionOf(SUBTASK, open, 2), 'tree-2');
  const ready = replay(SUBTASK, second, passes(SUBTASK, second));
  const waiting = replay(SUBTASK, open, ended(1), ended(2), ended(3, false));

  it('is not worked on itself: its versions are, each in a place of its own from one commit', () => {
    const asked = { type: 'job-requested', job: 'J-1', role: 'developer', instructions: '', unmerged: [] } as const;
    expect(refusal(SUBTASK, ordered(), asked)).toContain('in versions');
    expect(open).toMatchObject({ state: { status: 'planned' }, due: null, baseCommit: 'base' });
    const versions = [1, 2, 3].map((number) => versionOf(SUBTASK, open, number));
    expect(new Set(versions.flatMap(({ branch, worktree }) => [branch, worktree])).size).toBe(6);
    expect(versions.map(({ base, due }) => `${base} ${due}`)).toEqual(Array(3).fill('base work'));
    expect(refusal(SUBTASK, { ...open, due: 'gates' }, asked)).toContain('not decided on');
  });

  it.each<[string, ReturnType<typeof begun>]>([
    ['too few of them', begun(1, 2)],
    ['numbers that leave some out', begun(2)],
    ['two bases', { ...begun(), versions: begun().versions.map((one, at) => ({ ...one, base: `base-${at % 2}` })) }],
    ['one task twice', { ...begun(), versions: begun().versions.map((one) => ({ ...one, task: 'T-1-v1' })) }],
  ])('does not begin with %s', (_, event) => {
    expect(refusal(SUBTASK, ordered(), event)).not.toBe('accepted');
  });

  it('begins once', () => {
    expect(refusal(SUBTASK, open, begun(4))).not.toBe('accepted');
  });

  it('waits for a person when all have ended, and names how (INV-14)', () => {
    expect(replay(SUBTASK, open, ended(1), ended(3, false)).state.status).toBe('planned');
    expect(waiting.state).toMatchObject({ status: 'waiting', owner: 'person' });
    expect(JSON.stringify(waiting.state)).toContain('2: ready; 3: failed: why');
    expect(JSON.stringify(waiting.state)).toContain('task select T-1');
  });

  it('is blocked when none came to a good end, until they are tried again', () => {
    const none = replay(SUBTASK, open, ended(1, false), ended(2, false), ended(3, false));
    expect(none.state).toMatchObject({ status: 'blocked', owner: 'person' });
    const again = replay(SUBTASK, none, { type: 'retried', by: 'pat' });
    expect(again.state).toMatchObject({ status: 'planned', reason: 'its versions are at work' });
    expect(replay(SUBTASK, again, ended(1), ended(2, false), ended(3, false)).state.status).toBe('waiting');
  });

  it('a version ends where its stage does, and tells its original', () => {
    expect(ready).toMatchObject({ stage: 'development', state: { status: 'ready' }, due: null });
    const { commands } = taken(SUBTASK, second, passes(SUBTASK, second));
    expect(commands).toContainEqual({
      ...{ type: 'tell-original', task: 'T-1', number: 2, end: { isReady: true, reason: 'ready' } },
    });
  });

  it('goes on with the chosen one, its branch, worktree and verdicts, and closes the others', () => {
    const { task, commands } = taken(SUBTASK, waiting, selected(2, ready));
    expect(task).toMatchObject({ stage: 'checks', due: 'gates', branch: ready.branch, worktree: ready.worktree });
    expect(task).toMatchObject({ head: ready.head, candidate: 'tree-2', verdicts: ready.verdicts });
    expect(task.versions).toMatchObject({ open: [], selected: 2 });
    expect(commands).toEqual([{ type: 'close-versions' }]);
  });

  it('does not go on with one whose gates have not passed for what it holds (INV-1, INV-2)', () => {
    expect(refusal(SUBTASK, waiting, selected(2, second))).toContain('has not passed');
    expect(refusal(SUBTASK, waiting, selected(2, { ...ready, candidate: 'another' }))).toContain('has not passed');
    expect(refusal(SUBTASK, waiting, selected(4, ready))).toContain('there are: 1, 2, 3');
    expect(refusal(SUBTASK, open, selected(2, ready))).toContain('waits for no choice');
  });

  it('a fork is numbered on from the present head; what was chosen before can be chosen again (KB-08)', () => {
    const going = replay(SUBTASK, waiting, selected(2, ready));
    const forked = { ...begun(4, 2, going.head ?? ''), type: 'versions-forked', by: 'pat' } as const;
    expect(refusal(SUBTASK, going, { ...forked, versions: begun(4, 2, 'base').versions })).toContain('is at');
    expect(refusal(SUBTASK, waiting, forked)).toContain('no version of T-1 has been chosen');
    const again = replay(SUBTASK, going, forked);
    expect(again.versions).toMatchObject({ open: [2, 4, 5], selected: 2 });
    const choice = replay(SUBTASK, again, ended(4), ended(5, false));
    expect(choice.state.status).toBe('waiting');
    expect(replay(SUBTASK, choice, selected(2, null))).toMatchObject({ stage: 'checks', branch: ready.branch });
    const fourth = worked(SUBTASK, versionOf(SUBTASK, again, 4, going.head ?? ''), 'tree-4');
    const taken4 = selected(4, replay(SUBTASK, fourth, passes(SUBTASK, fourth)));
    expect(replay(SUBTASK, choice, taken4)).toMatchObject({ stage: 'checks', branch: 'task/logo-v4' });
  });

  it('is cancelled with all of its versions', () => {
    const { task, commands } = taken(SUBTASK, open, { type: 'cancelled', by: 'pat' });
    expect(commands).toContainEqual({ type: 'close-versions' });
    expect(refusal(SUBTASK, task, ended(1))).toBe('T-1 is cancelled');
  });
});

describe('a review in three versions (KB-07)', () => {
  const works = [{ stage: 'development', role: 'developer', job: 'J-0', from: 'a', head: 'head', candidate: 'tree' }];
  const due = ordered({ stage: 'review', head: 'head', candidate: 'tree', baseCommit: 'base', works });
  const open = replay(REVIEWED, due, begun(1, 3, 'head'));
  const review = worked(REVIEWED, versionOf(REVIEWED, open, 1, 'head'), 'tree');

  const says = (outcome: 'pass' | 'fail', evidence = {}): TaskEvent => ({
    type: 'gates-answered',
    stage: 'review',
    verdicts: [{ gate: 'review-verdict', outcome, reason: 'r', evidence, candidate: 'tree', at: 1 }],
  });

  it('a review that rejects has reported as well as one that approves; one that nobody can read has not (INV-13)', () => {
    expect(replay(REVIEWED, review, says('pass')).state.status).toBe('ready');
    expect(replay(REVIEWED, review, says('fail')).state.status).toBe('ready');
    expect(replay(REVIEWED, review, says('fail', { unusable: true }))).toMatchObject({ due: 'work' });
  });

  it('all reports together are the work of the stage, and its gate is asked of them', () => {
    const all = replay(REVIEWED, open, ended(1), ended(2), ended(3));
    expect(all).toMatchObject({ due: 'work', state: { status: 'planned' } });
    const left = { from: 'head', head: 'merged', candidate: 'tree' };
    const { task, commands } = taken(REVIEWED, all, { type: 'versions-aggregated', left });
    expect(task).toMatchObject({ stage: 'review', due: 'gates', head: 'merged', versions: { open: [] } });
    expect(commands).toEqual([{ type: 'close-versions' }]);
    const moved = taken(REVIEWED, all, { type: 'versions-aggregated', left: { ...left, candidate: 'other' } }).task;
    expect(moved).toMatchObject({ due: 'work', versions: { open: [] } });
  });

  it('a report that is missing is no approval: the task is blocked (INV-13, INV-14)', () => {
    const some = replay(REVIEWED, open, ended(1), ended(2, false), ended(3));
    expect(some.state).toMatchObject({ status: 'blocked', owner: 'person' });
  });
});
