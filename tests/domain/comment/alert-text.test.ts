import { expect, it } from 'vitest';
import { alertText } from '../../../src/domain/comment/alert-text.ts';
import type { News } from '../../../src/domain/news/news.ts';

const at = { owner: 'developer', stage: 'development' } as const;
const task = { id: 'T-1', title: 'Greet', drive: 'engine' } as const;

const typesThatCall = (drive: 'lead' | 'engine'): readonly string[] =>
  NEWS.filter((news) => alertText(news, { ...task, drive }, null, 'en') !== null).map(({ type }) => type);

const NEWS: readonly News[] = [
  { type: 'status', status: 'blocked' },
  { type: 'stage-changed', from: 'a', to: 'b', launching: null },
  { type: 'role-finished', role: 'developer', stage: 'development', job: 'J-1', at: null, isLast: false },
  { type: 'gate-failed', ...at, gate: 'checks-green', reason: 'red' },
  { type: 'finding-repeated', ...at, gate: 'review-verdict', reason: 'no' },
  { type: 'approval-wanted', ...at, gate: 'diff-size', reason: 'big', isTold: false },
  { type: 'asked', ...at, question: 'Which?' },
  { type: 'rejected', ...at, by: 'pat', reason: 'no' },
  { type: 'answered', ...at, by: 'pat' },
  { type: 'agent-failed', ...at, job: 'J-1', reason: 'gone' },
  { type: 'blocked', ...at, reason: 'red (the same finding again, and nothing was changed since)' },
  { type: 'held', reason: 'main is dirty' },
  { type: 'completed', ...at, isDeployed: true },
  { type: 'cancelled', by: 'pat' },
];

it('only what needs a person calls one (MA-168)', () => {
  expect(typesThatCall('engine')).toEqual([
    ...['finding-repeated', 'approval-wanted', 'asked', 'agent-failed', 'blocked', 'held'],
  ]);
});

it('what a tech lead deals with calls nobody', () => {
  expect(typesThatCall('lead')).toEqual(['approval-wanted', 'asked', 'held']);
});

it('names the task, the role, the exit code and the log (MA-099)', () => {
  const failed = { type: 'agent-failed', ...at, job: 'J-1', reason: 'it ended with 3' } as const;
  expect(alertText(failed, task, { exitCode: 3, log: '/home/runs/r/J-1.log' }, 'en')).toBe(
    'T-1 Greet\n❌ The developer failed at development: it ended with 3\nexit code 3\n/home/runs/r/J-1.log',
  );
});
