import { describe, expect, it } from 'vitest';
import { chooseStage } from '../../../src/domain/pipeline/stage-conditions.ts';
import { createTask } from '../../helpers/store.ts';

describe('research, decided by the request alone (KB-03)', () => {
  it.each([
    ['Greet in two languages.', false, 'the request names no address and nothing to find out'],
    ['Find out which codes the service answers.', true, 'the request says "find out"'],
    ['Follow https://example.com/spec.', true, 'the request names https://example.com/spec.'],
    ['The page is at http://localhost:3000/.', false, 'the request names no address and nothing to find out'],
    ['Investigate it.\nresearch: no', false, 'the task declines it'],
    ['Greet.\nResearch: yes', true, 'the task asks for it'],
    ['The researcher role is renamed.', false, 'the request names no address and nothing to find out'],
  ])('%s', (prompt, entered, reason) => {
    expect(chooseStage('research-needed', createTask({ prompt }))).toEqual({ entered, reason });
  });
});

it('a fix is for what the review left open', () => {
  const verdict = (open: readonly string[]) => ({
    ...{ gate: 'review-listed', candidate: 'c', outcome: 'pass' as const, reason: '', at: 1 },
    evidence: { open },
  });
  const choice = (open: readonly string[]) => chooseStage('review-findings', createTask({ verdicts: [verdict(open)] }));
  expect(choice(['P2-1'])).toEqual({ entered: true, reason: 'the review left open P2-1' });
  expect(choice([])).toEqual({ entered: false, reason: 'the review left nothing open' });
});

it('a deployment for users is there only where the task asks for it (KB-06)', () => {
  const entered = (prompt: string) => chooseStage('deploy-asked', createTask({ prompt })).entered;
  expect(['Greet.', 'Deploy it later.', 'deploy: no'].map(entered)).toEqual([false, false, false]);
  expect(entered('Greet.\ndeploy: user-facing')).toBe(true);
});
