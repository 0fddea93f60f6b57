import { describe, expect, it } from 'vitest';
import type { Artifact, Evidence } from '../../src/domain/evidence.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const task = createTask({ candidate: 'fixed' });
const ask = (gate: string, evidence: Partial<Evidence>) => askGate(gate, evidence, task);

const report = (fields: Readonly<Record<string, unknown>>, path = '12-review.md'): Artifact => ({
  ...{ path, status: 'read', fields, text: 'the whole report' },
});
const review = (fields: Readonly<Record<string, unknown>>, candidate = 'reviewed') => ({
  candidate,
  artifact: report(fields),
});
const asks = { verdict: 'REQUEST_CHANGES', open: ['P1-1', 'P2-1'] };
const answers = (declined: string) => ({
  candidate: 'fixed',
  artifact: report({
    applied: ['P1-1', 'P2-1'].filter((id) => id !== declined),
    declined: [{ finding: declined, reason: 'a fact' }],
  }),
});

describe('no-tests-written (KB-22)', () => {
  const own = (...paths: readonly string[]) => ({
    own: { role: 'executor', changes: paths.map((path) => ({ status: 'A' as const, path })) },
  });

  it('names the role and every test that it touched, new ones too', () => {
    expect(ask('no-tests-written', own('src/a.ts', 'tests/x', 'src/a.test.ts'))).toEqual({
      outcome: 'fail',
      reason: 'executor modified tests: tests/x, src/a.test.ts',
      evidence: { paths: ['tests/x', 'src/a.test.ts'] },
    });
  });

  it('passes where only others wrote tests', () => {
    expect(ask('no-tests-written', own('src/a.ts')).outcome).toBe('pass');
  });
});

describe('commit-messages (KB-21)', () => {
  const commits = (...messages: readonly string[]) => ({
    commits: messages.map((message, index) => ({ id: `c0ffee${index}`, message })),
  });

  it('passes when each commit of the branch says what it does', () => {
    expect(ask('commit-messages', commits('feat: greet\n', '#12 greet all\n'))).toMatchObject({
      outcome: 'pass',
      reason: '2 commits with a message',
    });
  });

  it.each([
    ['nothing', ''],
    ['blank lines', ' \n\t\n'],
    ['what nobody sees', '\u200b\n'],
  ])('fails for %s, names the commits and says how to mend the oldest of them', (_, message) => {
    const { outcome, reason, evidence } = ask('commit-messages', commits('fix: one', message, 'fix: two', message));
    expect({ outcome, reason }).toEqual({
      outcome: 'fail',
      reason: 'without a message: c0ffee1, c0ffee3; `git commit --amend` or `git rebase` gives them one',
    });
    expect(evidence.findings).toContain('`git commit --amend -m "<message>"`');
    expect(evidence.findings).toContain('`git rebase --interactive c0ffee3^`');
  });

  it('fails for a branch without a commit, and where nobody looked (INV-13)', () => {
    expect(ask('commit-messages', commits())).toMatchObject({
      outcome: 'fail',
      reason: 'the branch holds no commit of its own',
    });
    expect(ask('commit-messages', {})).toMatchObject({ outcome: 'fail', reason: 'no evidence: commits' });
  });
});

describe('tests-kept (INV-3)', () => {
  const own = (...paths: readonly string[]) => ({ ownTests: { role: 'fixer', paths, diff: paths.join('') } });

  it('leaves what was done to tests that were there to a person, with the diff', () => {
    expect(ask('tests-kept', own('tests/x'))).toEqual({
      outcome: 'pending',
      reason: 'the fixer changed tests that it found: tests/x; a person decides',
      evidence: { paths: ['tests/x'], diff: 'tests/x' },
    });
  });

  it('passes where they are as they were, and not where nobody looked (INV-13)', () => {
    expect(ask('tests-kept', own()).outcome).toBe('pass');
    expect(ask('tests-kept', {}).outcome).toBe('fail');
  });
});

describe('review-listed', () => {
  const judge = (fields: Readonly<Record<string, unknown>>) => ask('review-listed', { artifact: report(fields) });

  it('passes with what is open, whatever the verdict', () => {
    expect(judge(asks)).toMatchObject({ outcome: 'pass', evidence: { open: ['P1-1', 'P2-1'] } });
    expect(judge({ verdict: 'APPROVED', open: ['P3-1'] })).toMatchObject({
      outcome: 'pass',
      evidence: { open: ['P3-1'] },
    });
    expect(judge({ verdict: 'APPROVED' })).toMatchObject({ outcome: 'pass', evidence: { open: [] } });
  });

  it.each([
    ['no verdict', {}],
    ['another word', { verdict: 'MAYBE' }],
    ['an approval with an open P1', { verdict: 'APPROVED', open: ['P1-1'] }],
    ['a rejection that lists nothing', { verdict: 'REQUEST_CHANGES', open: [] }],
    ['what is no list of ids', { verdict: 'REQUEST_CHANGES', open: 'P1-1' }],
    ['an id without a severity', { verdict: 'REQUEST_CHANGES', open: ['F-1'] }],
  ])('is written again: %s', (_, fields) => {
    expect(judge(fields)).toMatchObject({ outcome: 'fail', evidence: { unusable: true } });
  });
});

describe('fix-report (KB-30)', () => {
  const judge = (fields: Readonly<Record<string, unknown>>) =>
    ask('fix-report', { artifact: report(fields, '16-fix-report.md'), review: { review: review(asks), fix: null } });
  const declined = (finding: string, reason?: string) => [{ finding, ...(reason === undefined ? {} : { reason }) }];

  it('passes when every finding is applied, or declined with a reason', () => {
    expect(judge({ applied: ['P1-1'], declined: declined('P2-1', 'the caller trims') })).toMatchObject({
      outcome: 'pass',
      reason: '1 applied, 1 declined',
    });
  });

  it('fails for a finding in neither list', () => {
    expect(judge({ applied: ['P1-1'], declined: [] })).toMatchObject({
      outcome: 'fail',
      reason: 'in neither list: P2-1',
    });
  });

  it.each([
    ['no reason', { applied: ['P1-1'], declined: declined('P2-1') }],
    ['an empty reason', { applied: ['P1-1'], declined: declined('P2-1', '  ') }],
    ['no list', { applied: ['P1-1', 'P2-1'] }],
  ])('is written again for %s', (_, fields) => {
    expect(judge(fields)).toMatchObject({ outcome: 'fail', evidence: { unusable: true } });
  });
});

describe('INV-2 review-settled: a review is of one candidate, and of what its fixer answered for', () => {
  const judge = (evidence: Evidence['review']) => ask('review-settled', { review: evidence });

  it('passes for the very candidate that was reviewed and left nothing open', () => {
    expect(judge({ review: review({ verdict: 'APPROVED' }, 'fixed'), fix: null }).outcome).toBe('pass');
  });

  it('passes for what the fixer left, with a declined P2', () => {
    expect(judge({ review: review(asks), fix: answers('P2-1') })).toMatchObject({ outcome: 'pass' });
  });

  it('a declined P1 is the reviewer to judge once more, with the reason', () => {
    expect(judge({ review: review(asks), fix: answers('P1-1') })).toMatchObject({
      outcome: 'fail',
      evidence: { findings: 'P1-1: a fact' },
    });
  });

  it.each([
    ['nobody reviewed', { review: null, fix: null }],
    ['nobody answered', { review: review(asks, 'fixed'), fix: null }],
    [
      'the reviewed candidate is another, and no fixer made this one',
      { review: review({ verdict: 'APPROVED' }), fix: null },
    ],
    ['it changed after the fixer', { review: review(asks), fix: { ...answers('P2-1'), candidate: 'another' } }],
  ])('fails where %s', (_, evidence) => {
    expect(judge(evidence).outcome).toBe('fail');
  });
});

describe('work-completed and prompt-complete (KB-17, KB-20)', () => {
  it('a run that did not end with the word has not completed', () => {
    const completion = { role: 'executor', job: 'J-1', completed: false };
    expect(ask('work-completed', { completion }).outcome).toBe('fail');
    expect(ask('work-completed', { completion: { ...completion, completed: true } }).outcome).toBe('pass');
    expect(ask('work-completed', { completion: null }).outcome).toBe('fail');
  });

  it('names what a prompt does not say', () => {
    expect(ask('prompt-complete', { prompt: { role: 'executor', gaps: ['the check npm test'] } })).toMatchObject({
      outcome: 'fail',
      reason: 'the prompt of the executor does not say: the check npm test',
    });
    expect(ask('prompt-complete', { prompt: { role: 'executor', gaps: [] } }).outcome).toBe('pass');
  });
});
