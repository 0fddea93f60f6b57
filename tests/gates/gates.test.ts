import { afterEach, describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/domain/evidence.ts';
import type { Task } from '../../src/domain/task.ts';
import type { CheckRun } from '../../src/domain/verdict/verdict.ts';
import { askGate, GATES, needsOf } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const check = (rest: Partial<CheckRun>): CheckRun => ({
  command: 'npm test',
  argv: ['npm', 'test'],
  exitCode: 0,
  durationMs: 5,
  output: '',
  knownRed: false,
  ...rest,
});

const clean = { uncommitted: [], inProgress: null };

describe('every gate passes, fails or waits for its reasons', () => {
  it.each<[string, string, Partial<Evidence>, Partial<Task>, string]>([
    ['change-present', 'pass', { diff: [{ status: 'M', path: 'a.js' }], fixedPaths: [] }, {}, '1 file changed'],
    ['change-present', 'fail', { diff: [], fixedPaths: [] }, {}, 'the branch holds no change against main'],
    [
      'change-present',
      'fail',
      { diff: [{ status: 'A', path: 'docs/work-items/T-1/00-business-request.md' }], fixedPaths: [] },
      { id: 'T-1' },
      'the branch holds no change against main',
    ],
    ['worktree-clean', 'pass', { worktree: clean }, {}, 'nothing uncommitted'],
    ['worktree-clean', 'fail', { worktree: { ...clean, uncommitted: ['a', 'b'] } }, {}, 'uncommitted: a, b'],
    ['worktree-clean', 'fail', { worktree: { ...clean, inProgress: 'merge' } }, {}, 'a merge is not finished'],
    ['definition-of-done', 'pass', { diff: [] }, { kind: 'docs' }, 'nothing further is promised'],
    ['definition-of-done', 'fail', { diff: [{ status: 'M', path: 'a.js' }] }, { kind: 'tests' }, 'not kept'],
    ['definition-of-done', 'fail', { diff: [{ status: 'D', path: 'a.test.js' }] }, { kind: 'tests' }, 'not kept'],
    ['definition-of-done', 'pass', { diff: [{ status: 'M', path: 'a.test.js' }] }, { kind: 'tests' }, 'at least one'],
    ['definition-of-done', 'fail', { diff: [] }, { activeJob: { job: 'J-1', role: 'developer' } }, 'still at work'],
    ['checks-unchanged', 'pass', { checkText: { paths: [], diff: '' } }, {}, 'those of main'],
    [
      'checks-unchanged',
      'pending',
      { checkText: { paths: ['Makefile'], diff: '-x' } },
      {},
      'Makefile; a person decides',
    ],
    ['checks-green', 'pass', { checks: [check({})] }, {}, '1 check green'],
    ['checks-green', 'pass', { checks: 'none' }, {}, 'there are no checks: the configuration says so'],
    ['checks-green', 'fail', { checks: [] }, {}, 'no check was run'],
    ['checks-green', 'fail', { checks: [check({ exitCode: 1 })] }, {}, 'npm test: exit code 1'],
    ['checks-green', 'fail', { checks: [check({ exitCode: null })] }, {}, 'npm test: did not end'],
    ['checks-green', 'fail', { checks: [check({ exitCode: 2 }), check({ exitCode: 1 })] }, {}, '(and 1 more)'],
    ['checks-green', 'pass', { checks: [check({ exitCode: 1, knownRed: true })] }, {}, 'red on main too: npm test'],
    ['no-conflict', 'pass', { merge: { conflicts: [] } }, {}, 'merges without a conflict'],
    ['no-conflict', 'fail', { merge: { conflicts: ['a.js'] } }, {}, 'conflicts with main in a.js'],
    ['merge-checks-green', 'pass', { mergeChecks: [check({})] }, {}, '1 check green'],
    ['merge-checks-green', 'fail', { mergeChecks: [check({ exitCode: 1 })] }, {}, 'npm test: exit code 1'],
  ])('%s: %s', (gate, outcome, evidence, task, reason) => {
    const answer = askGate(gate, evidence, createTask(task));
    expect(answer.outcome).toBe(outcome);
    expect(answer.reason).toContain(reason);
  });

  it('keeps as evidence what a person or the next worker needs', () => {
    const paths = { paths: ['Makefile'], diff: '-x' };
    expect(askGate('checks-unchanged', { checkText: paths }, createTask()).evidence).toEqual(paths);
    const checks = [check({ exitCode: 1, output: 'boom' })];
    expect(askGate('checks-green', { checks }, createTask()).evidence).toEqual({ checks });
    expect(askGate('no-conflict', { merge: { conflicts: ['a'] } }, createTask()).evidence).toEqual({
      conflicts: ['a'],
    });
  });
});

describe('unknown is not yes (INV-13)', () => {
  const broken = { name: 'broken', artifact: null, fields: [], description: '', needs: [] } as const;
  const registry = GATES as Map<string, unknown>;
  afterEach(() => void registry.delete('broken'));

  it.each([...GATES.keys()].filter((gate) => needsOf(gate).length > 0))(
    '%s fails without its evidence and says what is missing',
    (gate) => {
      const answer = askGate(gate, {}, createTask());
      expect(answer).toEqual({ outcome: 'fail', reason: `no evidence: ${needsOf(gate).join(', ')}`, evidence: {} });
    },
  );

  it('a gate that throws has not passed and says so', () => {
    registry.set('broken', {
      ...broken,
      judge: () => {
        throw new Error('boom');
      },
    });
    expect(askGate('broken', {}, createTask())).toEqual({
      outcome: 'fail',
      reason: 'the gate broke: boom',
      evidence: {},
    });
  });

  it('a gate that does not exist has not passed', () => {
    expect(askGate('no-such-gate', {}, createTask())).toMatchObject({ outcome: 'fail' });
    expect(needsOf('no-such-gate')).toEqual([]);
  });
});

it('the registry is what it was (MA-031, MA-312)', () => {
  const listing = [...GATES.values()].map(
    ({ name, artifact, fields, needs }) => `${name} ${[artifact, ...fields].join(' ')} ${needs.join()}`,
  );
  expect(listing).toMatchInlineSnapshot(`
    [
      "entry  ",
      "prompt-complete  prompt",
      "analysis-complete  workItem",
      "no-spec-conflict  workItem",
      "analysis-approved  approval",
      "architecture-done  workItem",
      "work-completed  completion",
      "change-present  diff,fixedPaths",
      "worktree-clean  worktree",
      "commit-messages  commits",
      "write-scope  scope",
      "definition-of-done  diff",
      "docs-touched  diff",
      "diff-size  size",
      "tests-untouched  diff",
      "no-tests-written  own",
      "tests-kept  ownTests",
      "secrets-in-diff  secrets",
      "checks-unchanged  checkText",
      "checks-green  checks",
      "ci-green  ci",
      "browser-clean  verification",
      "review-verdict 12-review.md verdict artifact",
      "pull-request-approved  pullRequest",
      "review-listed 12-review.md verdict open artifact",
      "fix-report 16-fix-report.md applied declined artifact,review",
      "review-settled  review",
      "tests-verdict 13-test-report.md result verdict status artifact",
      "handoff-complete review/handoff.md artifact",
      "review-complete  documents",
      "independent-verdict review/code-review-report.md verdict artifact",
      "run-over  mainRun",
      "framework-review-complete  documents",
      "reports-only  diff,fixedPaths",
      "migration-read-only  diff",
      "migration-prepared  documents",
      "rollback-plan  documents",
      "migration-approved migration/approval.md approved by date decision",
      "migration-complete  documents",
      "candidate-unchanged  judged",
      "staging-status 15-staging-log.md staging_status artifact,staging",
      "deploy-status 14-deploy-log.md deploy_status artifact",
      "no-conflict  merge",
      "merge-checks-green  mergeChecks",
      "spec-format  workItem",
      "test-plan-format  testPlan",
      "adr-format  documentChanges",
      "changelog-entry  diff,documentChanges",
    ]
  `);
});
