import { describe, expect, it } from 'vitest';
import type { Pipeline } from '../../src/domain/pipeline/pipeline.ts';
import type { Task, TaskState } from '../../src/domain/task.ts';
import type { TaskEvent, TaskEventType } from '../../src/domain/task-event.ts';
import { decide } from '../../src/engine/decide.ts';
import { createStage } from '../helpers/store.ts';
import {
  answered,
  developed,
  ended,
  merged,
  PIPELINE,
  ready,
  replay,
  requested,
  seen,
  started,
  take,
  verdict,
} from './engine-scene.ts';

const STATES: readonly TaskState[] = [
  { status: 'planned' },
  { status: 'running', job: 'J-1' },
  { status: 'ready' },
  { status: 'merged', commit: 'c' },
  { status: 'sent-back', reason: 'r' },
  { status: 'failed', reason: 'r' },
  { status: 'blocked', reason: 'r', owner: 'tech lead' },
  { status: 'waiting', reason: 'r', owner: 'person' },
  { status: 'skipped', reason: 'r' },
  { status: 'cancelled', reason: 'r' },
];

const EVENTS: Readonly<Record<TaskEventType, TaskEvent>> = {
  'worktree-made': { type: 'worktree-made', baseCommit: 'base', head: 'head' },
  'job-requested': requested,
  'job-started': started,
  'job-ended': ended('succeeded'),
  'job-interrupted': { type: 'job-interrupted', job: 'J-1', reason: 'a crash' },
  'job-deferred': { type: 'job-deferred', job: 'J-1', reason: 'overloaded' },
  'candidate-seen': seen('tree-2'),
  'gates-answered': answered('development', verdict('change-present')),
  merged,
  held: { type: 'held', reason: 'main is dirty' },
  'dependency-settled': {
    type: 'dependency-settled',
    dependency: { task: 'T-1', slug: 'first', standing: 'lost' },
    unmerged: [],
  },
  approved: { type: 'approved', gate: 'checks-unchanged', candidate: 'tree-1', by: 'pat', at: 1 },
  rejected: { type: 'rejected', gate: 'checks-unchanged', candidate: 'tree-1', by: 'pat', reason: 'no' },
  answered: { type: 'answered', gate: 'checks-unchanged', candidate: 'tree-1', by: 'pat', text: 'yes' },
  retried: { type: 'retried', by: 'pat' },
  cancelled: { type: 'cancelled', by: 'pat' },
  'versions-begun': { type: 'versions-begun', versions: [{ number: 1, task: 'T-1-v1', base: 'base' }] },
  'version-ended': { type: 'version-ended', number: 1, end: { isReady: true, reason: 'ready' } },
  'version-selected': { type: 'version-selected', number: 1, by: 'pat', taken: null },
  'versions-forked': { type: 'versions-forked', by: 'pat', versions: [] },
  'versions-aggregated': {
    type: 'versions-aggregated',
    left: { from: 'head-1', head: 'head-1', candidate: 'tree-1' },
  },
};

const inState = (state: TaskState): Task =>
  developed({ state, activeJob: state.status === 'running' ? { job: 'J-1', role: 'developer' } : null });

/** `status` afterwards, or `-` where the event is refused. */
const answerOf = (state: TaskState, event: TaskEvent): string => {
  const decision = take(inState(state), event);
  return decision.accepted ? decision.task.state.status : '-';
};

describe('every event in every status', () => {
  it.each<[TaskEventType, string]>([
    //                      planned   running   ready     merged sent-back failed   blocked   waiting   skipped  cancelled
    ['worktree-made', '     planned   running   ready     -      sent-back failed    blocked   waiting   -         -'],
    ['job-requested', '     planned   -         planned   -      planned   planned   planned   planned   planned   -'],
    ['job-started', '       -         -         -         -      -         -         -         -         -         -'],
    ['job-ended', '         -         running   -         -      -         -         -         -         -         -'],
    ['job-interrupted', '   -         planned   -         -      -         -         -         -         -         -'],
    ['job-deferred', '      -         planned   -         -      -         -         -         -         -         -'],
    ['candidate-seen', '    planned   running   planned   -      planned   failed    blocked   planned   -         -'],
    ['gates-answered', '    planned   -         planned   -      planned   planned   planned   planned   -         -'],
    ['merged', '            -         -         -         -      -         -         -         -         -         -'],
    ['held', '              waiting   -         waiting   -      waiting   waiting   waiting   waiting   -         -'],
    ['dependency-settled', 'skipped   running   skipped   -      skipped   skipped   skipped   skipped   -         -'],
    ['approved', '          -         -         -         -      -         -         -         -         -         -'],
    ['rejected', '          -         -         -         -      -         -         -         -         -         -'],
    ['answered', '          -         -         -         -      -         -         -         -         -         -'],
    ['retried', '           -         -         -         -      planned   planned   planned   planned   planned   -'],
    ['cancelled', '         cancelled cancelled cancelled -      cancelled cancelled cancelled cancelled -         -'],
    ['versions-begun', '    -         -         -         -      -         -         -         -         -         -'],
    ['version-ended', '     -         -         -         -      -         -         -         -         -         -'],
    ['version-selected', '  -         -         -         -      -         -         -         -         -         -'],
    ['versions-forked', '   -         -         -         -      -         -         -         -         -         -'],
    ['versions-aggregated', '-         -         -         -      -         -         -         -         -         -'],
  ])('%s', (type, expected) => {
    expect(STATES.map((state) => answerOf(state, EVENTS[type]))).toEqual(expected.trim().split(/ +/));
  });

  it('a refusal changes nothing and says why', () => {
    for (const state of STATES) {
      for (const event of Object.values(EVENTS)) {
        const task = inState(state);
        const copy = structuredClone(task);
        const decision = take(task, event);
        expect(task).toEqual(copy);
        if (!decision.accepted) expect(decision.reason).not.toBe('');
      }
    }
  });

  it('a task that waits, is blocked or was sent back says for what and who can act (INV-14)', () => {
    for (const state of STATES) {
      for (const event of Object.values(EVENTS)) {
        const decision = take(inState(state), event);
        if (!decision.accepted) continue;
        const { state: then } = decision.task;
        if ('reason' in then) expect(then.reason).not.toBe('');
        if ('owner' in then) expect(then.owner).not.toBe('');
      }
    }
  });
});

describe('gates lead on, and nothing else does (INV-1)', () => {
  it('a stage is left when all of its gates have passed for the present candidate', () => {
    const task = replay(developed(), answered('development', verdict('change-present')));
    expect(task.stage).toBe('checks');
    expect(replay(task, answered('checks', verdict('checks-unchanged')))).toMatchObject({ stage: 'checks' });
    const judged = replay(task, answered('checks', verdict('checks-unchanged'), verdict('checks-green')));
    expect(judged).toMatchObject({ stage: 'merge', state: { status: 'ready' } });
  });

  it('is merged only from the stage that delivers, with its gates passed', () => {
    expect(take(ready(), merged)).toMatchObject({ accepted: true, task: { stage: 'done' } });
    const unasked = { ...ready(), verdicts: ready().verdicts.filter(({ gate }) => gate !== 'no-conflict') };
    expect(take(unasked, merged)).toMatchObject({ accepted: false });
    expect(take({ ...ready(), stage: 'checks' }, merged)).toMatchObject({ accepted: false });
    expect(take({ ...ready(), candidate: 'tree-2' }, merged)).toMatchObject({ accepted: false });
    expect(take({ ...ready(), candidate: null }, merged)).toMatchObject({ accepted: false });
  });

  it('is never merged, nor due to be, by a pipeline that delivers nothing', () => {
    const stages = [createStage({ name: 'development', role: 'developer' }), createStage({ name: 'done' })];
    const branch: Pipeline = { ...PIPELINE, name: 'branch', delivery: 'none', stages };
    const task = developed({
      ...{ drive: 'engine', activeJob: { job: 'j-1', role: 'developer' }, state: { status: 'running', job: 'j-1' } },
    });
    const left = { from: 'head-0', head: 'head-1', candidate: 'tree-1' };
    const ended = { type: 'job-ended', job: 'j-1', status: 'succeeded', reason: '', left } as const;
    const done = decide(branch, task, ended);
    expect(done).toMatchObject({ accepted: true, task: { state: { status: 'ready' }, due: null } });
    expect(decide({ ...branch, delivery: undefined }, task, ended)).toMatchObject({ task: { due: 'merge' } });
    const finished = done.accepted ? done.task : task;
    expect(decide(branch, finished, merged)).toMatchObject({ accepted: false });
    expect(decide({ ...branch, delivery: undefined }, finished, merged)).toMatchObject({ accepted: true });
  });

  it.each(['fail', 'pending'] as const)('a %s is no yes (INV-13)', (outcome) => {
    const task = replay(
      developed({ stage: 'merge', state: { status: 'ready' } }),
      answered('merge', verdict('no-conflict', outcome)),
    );
    expect(task.state.status).not.toBe('ready');
    expect(take(task, merged)).toMatchObject({ accepted: false });
  });

  it('answers of another stage or of a gate that the stage does not have are refused', () => {
    expect(take(developed(), answered('merge', verdict('no-conflict')))).toMatchObject({ accepted: false });
    expect(take(developed(), answered('development', verdict('checks-green')))).toMatchObject({ accepted: false });
  });

  it('nothing is judged while a job is to change it', () => {
    const queued = replay(developed(), requested);
    expect(take(queued, answered('development', verdict('change-present')))).toMatchObject({ accepted: false });
  });
});

describe('a verdict belongs to a candidate (INV-2)', () => {
  it('a changed candidate goes back to the first stage, and no verdict counts for it', () => {
    const changed = replay(ready(), seen('tree-2'));
    expect(changed).toMatchObject({ stage: 'development', state: { status: 'planned' }, candidate: 'tree-2' });
    expect(changed.verdicts.filter(({ candidate }) => candidate === 'tree-2')).toEqual([]);
    expect(take(changed, merged)).toMatchObject({ accepted: false });
  });

  it('another commit of the same tree keeps them', () => {
    expect(replay(ready(), seen('tree-1', 'amended'))).toEqual({ ...ready(), head: 'amended' });
  });

  it('answers about an older candidate are refused', () => {
    const changed = replay(developed(), seen('tree-2'));
    expect(take(changed, answered('development', verdict('change-present')))).toMatchObject({ accepted: false });
    const mixed = answered('development', verdict('change-present', 'pass', 'tree-2'));
    expect(replay(changed, mixed).stage).toBe('checks');
  });
});
