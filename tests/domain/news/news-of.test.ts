import { describe, expect, it } from 'vitest';
import type { News } from '../../../src/domain/news/news.ts';
import { newsOf } from '../../../src/domain/news/news-of.ts';
import type { Pipeline } from '../../../src/domain/pipeline/pipeline.ts';
import { createStage } from '../../helpers/store.ts';

const PIPELINE: Pipeline = {
  name: 'small',
  description: '',
  review: 'none',
  starts: 'engine',
  workItem: null,
  records: [],
  commit: 'harness',
  shared: [],
  stages: [
    createStage({ name: 'analysis', role: 'analyst', gates: ['analysis-approved'] }),
    createStage({ name: 'development', role: 'developer', gates: ['checks-green'] }),
    createStage({ name: 'deploy', role: 'deployer' }),
    createStage({ name: 'done' }),
  ],
};

type Place = readonly [stage: string, status: string];

const told = (
  type: string,
  from: Place,
  to: Place,
  event: object = {},
  reason: string | null = null,
): readonly News[] => {
  const [placeFrom, placeTo] = [from, to].map(([stage, status]) => ({ stage, status }));
  const data = { event: { type, ...event }, from: placeFrom, to: placeTo, candidate: 'tree-1', reason };
  return newsOf({ seq: 1, run: 'run-1', task: 'T-1', type, data, at: 0 }, PIPELINE);
};

const verdict = (gate: string, outcome: string, evidence: object = {}) => ({ gate, outcome, reason: 'why', evidence });
const typesOf = (news: readonly News[]): readonly string[] => news.map(({ type }) => type);
const statusIn = (news: readonly News[]) => news.flatMap((one) => (one.type === 'status' ? one.status : []));

describe('what is told', () => {
  it('nothing of work that only begins', () => {
    expect(told('job-started', ['development', 'planned'], ['development', 'running'], { job: 'J-1' })).toEqual([]);
    expect(newsOf({ seq: 1, run: 'r', task: null, type: 'run-ended', data: { status: 'done' }, at: 0 }, null)).toEqual(
      [],
    );
  });

  it('a role that has finished, at the commit that it left', () => {
    const event = { job: 'J-1', status: 'succeeded', left: { head: 'c1' } };
    expect(told('job-ended', ['development', 'running'], ['development', 'running'], event)).toEqual([
      { type: 'role-finished', role: 'developer', stage: 'development', job: 'J-1', at: 'c1', isLast: false },
    ]);
    expect(told('job-ended', ['deploy', 'running'], ['deploy', 'ready'], event)).toMatchObject([{ isLast: true }]);
  });

  it('an analysis only when a person is asked for it, or when nobody is', () => {
    const event = { job: 'J-1', status: 'succeeded', left: { head: 'c1' } };
    const [running, waiting] = [['analysis', 'running'] as const, ['analysis', 'waiting'] as const];
    expect(told('job-ended', running, running, event)).toEqual([]);
    const asked = { verdicts: [verdict('analysis-approved', 'pending')] };
    expect(typesOf(told('gates-answered', running, waiting, asked))).toEqual([
      'status',
      'role-finished',
      'approval-wanted',
    ]);
    const alone = { verdicts: [verdict('analysis-approved', 'pass')] };
    expect(typesOf(told('gates-answered', running, ['development', 'planned'], alone))).toContain('role-finished');
    const approved = { verdicts: [verdict('analysis-approved', 'pass', { approvedBy: 'pat' })] };
    expect(typesOf(told('gates-answered', running, ['development', 'planned'], approved))).not.toContain(
      'role-finished',
    );
  });

  it('who is launched where a stage begins, and nobody where it is blocked', () => {
    const back = { verdicts: [verdict('deploy-status', 'fail')] };
    expect(told('gates-answered', ['deploy', 'running'], ['development', 'planned'], back)).toContainEqual({
      type: 'stage-changed',
      from: 'deploy',
      to: 'development',
      launching: 'developer',
    });
    expect(told('gates-answered', ['deploy', 'running'], ['development', 'blocked'], back, 'all of it')).toEqual([
      { type: 'status', status: 'blocked' },
      { type: 'gate-failed', owner: 'deployer', stage: 'deploy', gate: 'deploy-status', reason: 'why' },
      { type: 'stage-changed', from: 'deploy', to: 'development', launching: null },
      { type: 'blocked', owner: 'deployer', stage: 'deploy', reason: 'all of it' },
    ]);
  });

  it('a finding that has come back word for word, where the work goes on; what has stopped says so itself (MA-064)', () => {
    const at = (status: string, escalation: string) => {
      const data = {
        event: { type: 'gates-answered', verdicts: [verdict('checks-green', 'fail')] },
        ...{ from: { stage: 'development', status: 'running' }, to: { stage: 'development', status } },
        ...{ candidate: 'tree-1', reason: 'why', escalation },
      };
      return typesOf(newsOf({ seq: 1, run: 'run-1', task: 'T-1', type: 'gates-answered', data, at: 0 }, PIPELINE));
    };
    expect(at('planned', 'repeated-finding')).toContain('finding-repeated');
    expect(at('blocked', 'retries-exhausted')).not.toContain('finding-repeated');
    expect(at('blocked', 'deadlock')).toContain('blocked');
  });

  it('a task that is held, once and not at every try', () => {
    const held = { reason: 'main is dirty' };
    expect(typesOf(told('held', ['deploy', 'ready'], ['deploy', 'waiting'], held))).toEqual(['status', 'held']);
    expect(told('held', ['deploy', 'waiting'], ['deploy', 'waiting'], held)).toEqual([]);
  });
});

describe('the status of the board', () => {
  it('is left alone by a yes, which the gates carry on (MA-019, MA-262)', () => {
    expect(told('approved', ['analysis', 'waiting'], ['analysis', 'planned'], { by: 'pat' })).toEqual([]);
  });

  it('shows a task at work again that another gate sends back after a yes', () => {
    const planned = ['development', 'planned'] as const;
    expect(statusIn(told('gates-answered', planned, planned, { verdicts: [verdict('checks-green', 'fail')] }))).toEqual(
      ['development'],
    );
  });

  it.each([
    ['waiting', [verdict('analysis-approved', 'pending')], 'in_review'],
    ['waiting', [verdict('analysis-complete', 'pending', { question: 'Which?' })], 'needs_input'],
    ['waiting', [], 'blocked'],
    ['blocked', [], 'blocked'],
    ['skipped', [], 'blocked'],
    ['merged', [], 'done'],
    ['cancelled', [], 'cancelled'],
  ])('a task that is %s', (status, verdicts, shown) => {
    expect(statusIn(told('gates-answered', ['analysis', 'running'], ['analysis', status], { verdicts }))).toEqual([
      shown,
    ]);
  });

  it('stays as it is while a task waits for what ends by itself, and nobody is called (MA-041)', () => {
    const verdicts = [verdict('ci-green', 'pending', { until: 'CI' })];
    const waits = told('gates-answered', ['development', 'running'], ['development', 'waiting'], { verdicts });
    expect(waits).toEqual([]);
  });

  it('stays where a stage is none of the board', () => {
    expect(statusIn(told('gates-answered', ['development', 'running'], ['polishing', 'planned']))).toEqual([]);
  });
});

describe('where work begins (MA-011)', () => {
  const passed = { verdicts: [verdict('entry', 'pass')] };
  const begins = (pipeline: Pipeline, from: Place, to: Place) => {
    const [placeFrom, placeTo] = [from, to].map(([stage, status]) => ({ stage, status }));
    const data = { event: { type: 'gates-answered', ...passed }, from: placeFrom, to: placeTo, candidate: 'tree-1' };
    const news = newsOf({ seq: 1, run: 'run-1', task: 'T-1', type: 'gates-answered', data, at: 0 }, pipeline);
    return news.filter(({ type }) => type === 'work-begun');
  };
  const created: Pipeline = { ...PIPELINE, stages: [createStage({ name: 'created' }), ...PIPELINE.stages] };

  it('its role says so, once', () => {
    const begun = { type: 'work-begun', owner: 'analyst', stage: 'analysis' };
    expect(begins(created, ['created', 'planned'], ['analysis', 'planned'])).toEqual([begun]);
    expect(begins(created, ['analysis', 'waiting'], ['development', 'planned'])).toEqual([]);
    expect(begins(created, ['development', 'running'], ['analysis', 'planned'])).toEqual([]);
  });

  it('not of a task that is held, nor where the first stage has a role already', () => {
    expect(begins(created, ['created', 'planned'], ['analysis', 'blocked'])).toEqual([]);
    expect(begins(PIPELINE, ['analysis', 'running'], ['development', 'planned'])).toEqual([]);
  });
});
