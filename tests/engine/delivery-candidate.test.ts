import { describe, expect, it } from 'vitest';
import type { Task } from '../../src/domain/task.ts';
import type { TaskEvent } from '../../src/domain/task-event.ts';
import {
  answers,
  approves,
  arrived,
  begun,
  changes,
  ended,
  fails,
  happens,
  passes,
  requested,
  started,
  take,
  waits,
  walk,
  works,
} from './delivery-scene.ts';

const stands = (task: Task) => ({ stage: task.stage, due: task.due, status: task.state.status });
const ASKED_IN_DEVELOPMENT = { stage: 'development', due: 'gates', status: 'planned' };

describe('a late change (INV-2)', () => {
  const late = changes('late', 'src/a.ts')(walk(arrived('testing'), works()));

  it("goes back to development's gates and is reviewed and tested again", () => {
    expect(stands(late)).toEqual(ASKED_IN_DEVELOPMENT);
    const checked = passes(late);
    expect(checked).toMatchObject({ stage: 'review', due: 'work', candidate: 'late' });
    const tested = walk(checked, works(), passes);
    expect(tested).toMatchObject({ stage: 'testing', due: 'work' });
    expect(walk(tested, works(), passes).stage).toBe('deploy-staging');
  });

  it('no verdict that was given for the old candidate counts for it', () => {
    const reviewed = walk(arrived('review'), works());
    const approval = answers(reviewed);
    expect(take(reviewed, approval)).toMatchObject({ accepted: true });
    const changed = changes('late', 'src/a.ts')(reviewed);
    expect(take(changed, approval)).toMatchObject({ accepted: false });
    const there = passes(changed);
    expect(take(there, approval)).toMatchObject({ accepted: false });
    const judged = works()(there);
    expect(take(judged, approval)).toMatchObject({ accepted: false, reason: expect.stringContaining('has changed') });
  });

  it.each([
    ['docs/work-items/T-7/02-trz.md', 'analysis'],
    ['docs/work-items/T-7/06-adr/ADR-001.md', 'architecture'],
    ['docs/architecture/queue.md', 'architecture'],
    ['src/a.ts', 'development'],
    ['docs/work-items/T-8/02-trz.md', 'created'],
  ])('of %s goes back to %s', (path, stage) => {
    expect(stands(changes('late', path)(arrived('deploy')))).toEqual({ stage, due: 'gates', status: 'planned' });
  });

  it('to what a later role makes leaves the task where it is', () => {
    const task = changes('early', 'src/a.ts')(arrived('architecture'));
    expect(stands(task)).toEqual({ stage: 'architecture', due: 'work', status: 'planned' });
  });

  it('has a person approve the analysis again where it concerns that', () => {
    const changed = changes('late', 'docs/work-items/T-7/02-trz.md')(arrived('review'));
    expect(take(changed, answers(changed))).toMatchObject({ accepted: true });
    expect(walk(changed, waits('analysis-approved'), approves, passes)).toMatchObject({ stage: 'architecture' });
  });

  it('does not set what is blocked or failed on its way', () => {
    const blocked = walk(arrived('deploy'), works(), fails('deploy-status'));
    expect(changes('late', 'src/a.ts')(blocked)).toMatchObject({ due: null, state: blocked.state });
  });

  it('another commit of the same tree keeps every verdict', () => {
    const task = arrived('deploy');
    expect(changes(task.candidate ?? '', 'x')(task)).toEqual({ ...task, head: `head-of-${task.candidate}` });
  });
});

describe('work comes before its gates (INV-1)', () => {
  it.each(['analysis', 'architecture', 'development', 'review', 'testing', 'deploy-staging', 'deploy'])(
    'gates of %s are refused until its role has worked',
    (stage) => {
      const task = arrived(stage);
      expect(take(task, answers(task))).toMatchObject({ accepted: false });
      expect(take(begun(task), answers(task))).toMatchObject({ accepted: false });
      const worked = works()(task);
      expect(take(worked, answers(worked))).toMatchObject({ accepted: true });
    },
  );

  it('a rework that was asked for is not skipped by a late answer', () => {
    const reviewed = walk(arrived('review'), works());
    const back = fails('review-verdict')(reviewed);
    expect(take(back, answers(back))).toMatchObject({ accepted: false });
  });

  it('answers of another stage, of foreign gates, or given twice are refused', () => {
    const task = walk(arrived('development'), works());
    const good = answers(task);
    if (good.type !== 'gates-answered') throw new Error('no answers');
    expect(take(task, { ...good, stage: 'review' })).toMatchObject({ accepted: false });
    const [first] = good.verdicts;
    if (first === undefined) throw new Error('no verdict');
    expect(take(task, { ...good, verdicts: [{ ...first, gate: 'review-verdict' }] })).toMatchObject({
      accepted: false,
    });
    const twice: TaskEvent = { ...good, verdicts: [...good.verdicts, { ...first, outcome: 'fail' }] };
    expect(take(task, twice)).toMatchObject({ accepted: false, reason: expect.stringContaining('answered twice') });
  });

  it('a gate that has not answered has not passed, and is asked again (INV-13)', () => {
    const task = walk(arrived('development'), works());
    const good = answers(task);
    if (good.type !== 'gates-answered') throw new Error('no answers');
    const part = happens({ ...good, verdicts: good.verdicts.slice(1) })(task);
    expect(stands(part)).toEqual({ stage: 'development', due: 'gates', status: 'running' });
  });
});

it('what an earlier round said of a later gate is not said again', () => {
  const task = walk(arrived('development'), works(), fails('checks-green'));
  const again = works(task.candidate ?? '')(task);
  expect(waits('diff-size')(again)).toMatchObject({ stage: 'development', state: { status: 'waiting' } });
});

describe('a branch that moves under a job (INV-2)', () => {
  it('a judge whose candidate changed meanwhile has judged nothing', () => {
    const moved = walk(arrived('review'), begun, ended('somebody-elses'));
    expect(moved).toMatchObject({ stage: 'review', due: 'work', candidate: arrived('review').candidate });
    expect(moved.works.map(({ stage }) => stage)).not.toContain('review');
    expect(stands(changes('somebody-elses', 'src/a.ts')(moved))).toEqual(ASKED_IN_DEVELOPMENT);
  });

  it('what a helper changed is looked at like any other late change', () => {
    const reviewed = walk(arrived('review'), works(), passes, works());
    const helped = walk(reviewed, happens(requested('fixer')), started, ended('fixed'));
    expect(helped).toMatchObject({ stage: 'testing', candidate: reviewed.candidate });
    expect(stands(changes('fixed', 'src/a.ts')(helped))).toEqual(ASKED_IN_DEVELOPMENT);
  });

  it('a stage that was taken back while its role worked does not count that work as its own', () => {
    const changed = walk(arrived('review'), begun, changes('late', 'src/a.ts'));
    expect(changed).toMatchObject({ stage: 'development', state: { status: 'running' } });
    expect(walk(changed, ended('late'), passes)).toMatchObject({ stage: 'review', due: 'work' });
  });

  it('another head of the worktree is no known candidate until it was looked at', () => {
    const task = arrived('deploy');
    const made = { type: 'worktree-made', baseCommit: 'base', head: 'unseen' } as const;
    expect(happens(made)(task).head).toBe(task.head);
  });
});
