import { describe, expect, it } from 'vitest';
import type { Usage } from '../../../src/domain/usage/usage.ts';
import type { ProgressEvent, Question } from '../../../src/surfaces/cli/progress/sinks.ts';
import { EMPTY_VIEW, reduceView, totalUsage, type ViewState } from '../../../src/surfaces/cli/progress/view-state.ts';
import { question, RECORDED, run, START } from './recorded-run.ts';

/** Everything up to a second of the recorded run, and further events one second apart. */
const seen = (second: number, ...further: readonly ProgressEvent[]): ViewState => {
  const recorded = RECORDED.filter(([at]) => at <= second);
  const all = [...recorded, ...further.map((event, index) => [second + 1 + index, event] as const)];
  return all.reduce((state, [at, event]) => reduceView(state, event, START + at * 1000), EMPTY_VIEW);
};

const used = (inputTokens: number): Usage => ({ inputTokens, cachedTokens: 0, outputTokens: 0, costUsd: 0.1 });

const task = (state: ViewState, id: string) => state.tasks.find((each) => each.id === id);

describe('the view of a run', () => {
  it('begins with the run, and the baseline until the first worker', () => {
    expect(seen(1)).toMatchObject({ run: { id: 'r-7f3', startedAt: START }, baseline: 'npm test', tasks: [] });
    expect(seen(12).baseline).toBeNull();
  });

  it('holds the planned tasks in order, all of them at rest', () => {
    const { tasks } = seen(9);
    expect(tasks.map(({ id }) => id)).toEqual(['T-1', 'T-2', 'T-3', 'T-4']);
    expect(tasks.every(({ status, job }) => status === 'planned' && job === null)).toBe(true);
  });

  it('follows a worker from the queue to its end', () => {
    expect(task(seen(11), 'T-1')?.job).toMatchObject({ state: 'queued', waitsFor: null });
    expect(task(seen(40), 'T-1')).toMatchObject({
      status: 'running',
      job: { state: 'running', role: 'developer' },
      startedAt: START + 12_000,
      last: { text: 'edit db/schema.sql', at: START + 40_000 },
    });
    expect(task(seen(290), 'T-1')).toMatchObject({ job: null, usage: { inputTokens: 41_000, costUsd: 0.61 } });
  });

  it('shows the check that runs until the gate answered', () => {
    expect(task(seen(291), 'T-1')?.check).toBe('npm test');
    expect(task(seen(310), 'T-1')?.check).toBeNull();
  });

  it('stops the time of a task that rests, and starts it again with the next attempt', () => {
    expect(task(seen(314), 'T-1')).toMatchObject({ status: 'merged', endedAt: START + 314_000, commit: /^4be1/ });
    expect(task(seen(396), 'T-3')).toMatchObject({ status: 'sent-back', endedAt: START + 396_000 });
    expect(task(seen(397), 'T-3')).toMatchObject({ status: 'running', endedAt: null, attempt: 2, reason: null });
  });

  it('adds up lead, ended jobs and what running jobs are known to have used', () => {
    expect(totalUsage(seen(410))).toMatchObject({ inputTokens: 4_000 + 41_000 + 30_000 + 50_000 });
    expect(totalUsage(seen(410)).costUsd).toBeCloseTo(1.97);
  });

  it('counts what earlier leads and jobs of a resumed run have used', () => {
    const resumed = { type: 'run-started', run, model: 'm', budgetUsd: null, dryRun: false, resumed: true } as const;
    const state = seen(-1, { ...resumed, spent: used(70) }, { type: 'lead-turn', turn: 9, usage: used(5) });
    expect(totalUsage(state).inputTokens).toBe(75);
  });

  it('knows no sum where one part has no price', () => {
    const usage = { inputTokens: 5, cachedTokens: 0, outputTokens: 5, costUsd: null };
    expect(totalUsage(seen(410, { type: 'lead-turn', turn: 2, usage })).costUsd).toBeNull();
  });

  it('begins anew with another run, as the dispatcher makes them', () => {
    const next = { ...run, id: 'r-8' };
    const again = seen(422, {
      type: 'run-started',
      run: next,
      model: 'm',
      budgetUsd: null,
      dryRun: false,
      resumed: false,
      spent: used(0),
    });
    expect(again).toMatchObject({ run: { id: 'r-8' }, tasks: [], questions: [], ended: null });
  });

  it('gives a task that no plan announced a line of its own', () => {
    const state = seen(9, { type: 'merged', task: 'T-9', commit: 'abc' });
    expect(task(state, 'T-9')).toMatchObject({ slug: '', commit: 'abc' });
  });

  it('does not change the state that it is given', () => {
    const before = seen(40);
    const copy = structuredClone(before);
    reduceView(before, { type: 'merged', task: 'T-1', commit: 'abc' }, START);
    expect(before).toEqual(copy);
  });
});

describe('open questions (INV-14)', () => {
  const ofCommand: Question = {
    ...question,
    id: 'q-2',
    about: { type: 'command', worktree: 'main', argv: ['git', 'clean', '-fd'] },
  };
  const ofGate: Question = {
    ...question,
    id: 'q-3',
    about: { type: 'gate', gate: 'checks-unchanged', candidate: 'tree', wants: 'decision' },
  };
  const asked = (which: Question, ...further: readonly ProgressEvent[]): readonly string[] =>
    seen(0, { type: 'question-asked', question: which }, ...further).questions.map(({ id }) => id);
  const called = (tool: string): ProgressEvent => ({ type: 'tool-called', tool, input: '', output: '', durationMs: 1 });
  const moved = (status: 'waiting' | 'running'): ProgressEvent => ({
    type: 'task-changed',
    task: 'T-4',
    slug: 'audit-log',
    stage: 'checks',
    status,
    reason: null,
  });

  it('of the lead stay until its call has returned', () => {
    expect(asked(question)).toEqual(['q-1']);
    expect(asked(question, called('wait_for_jobs'))).toEqual(['q-1']);
    expect(asked(question, called('ask_human'))).toEqual([]);
  });

  it('about a command stay until that very command was judged', () => {
    const judged = RECORDED.flatMap(([, event]) => (event.type === 'command-judged' ? event : []));
    const [other] = judged;
    if (other === undefined) throw new Error('the recorded run has a judged command');
    const same = { ...other, record: { ...other.record, argv: ['git', 'clean', '-fd'] } };
    expect(asked(ofCommand, other)).toEqual(['q-2']);
    expect(asked(ofCommand, same)).toEqual([]);
  });

  it('of a gate stay while the task waits', () => {
    expect(asked(ofGate, moved('waiting'))).toEqual(['q-3']);
    expect(asked(ofGate, moved('running'))).toEqual([]);
  });

  it('answered at another terminal are gone', () => {
    const answered = { type: 'question-answered', task: 'T-4', answer: '30', by: 'ana' } as const;
    expect(asked(question, { ...answered, question: 'q-1' })).toEqual([]);
    expect(asked(question, { ...answered, question: 'q-9' })).toEqual(['q-1']);
  });

  it('asked twice are one', () => {
    expect(asked(question, { type: 'question-asked', question })).toEqual(['q-1']);
  });
});
