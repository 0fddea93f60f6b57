import { expect, it } from 'vitest';
import { outcomeOf, outcomeSource } from '../../../src/domain/comment/outcome.ts';

it.each([
  ['reviewer', 'review', '12-review.md'],
  ['tester', 'testing', '13-test-report.md'],
  ['deployer', 'deploy-staging', '15-staging-log.md'],
  ['deployer', 'deploy', '14-deploy-log.md'],
  ['developer', 'development', undefined],
  ['designer', null, undefined],
])('%s at %s writes %s (MA-188)', (role, stage, file) => expect(outcomeSource(role, stage)?.file).toBe(file));

it.each([
  ['reviewer', 'review', { verdict: 'APPROVED', status: 'draft' }, 'Verdict: APPROVED'],
  ['tester', 'testing', { result: 'PASS' }, 'Verdict: PASS'],
  ['tester', 'testing', { verdict: 'PASS', status: 'complete' }, 'Verdict: PASS'],
  ['tester', 'testing', { verdict: '', status: ' ready-to-deploy ' }, 'Verdict: ready-to-deploy'],
  ['tester', 'testing', { result: 'FAIL', status: 'complete' }, 'Verdict: FAIL'],
  ['deployer', 'deploy-staging', { staging_status: 'SUCCESS', deploy_status: 'FAILED' }, 'Status: SUCCESS'],
  ['deployer', 'deploy', { staging_status: 'SUCCESS', deploy_status: 'FAILED' }, 'Status: FAILED'],
  ['reviewer', 'review', { verdict: 'one\n  two' }, 'Verdict: one two'],
])('%s at %s: %j shows %s (MA-188)', (role, stage, fields, line) => {
  const outcome = outcomeOf(role, stage, fields);
  expect(`${outcome?.label}: ${outcome?.value}`).toBe(line);
});

it.each([
  ['reviewer', null],
  ['reviewer', {}],
  ['reviewer', { verdict: null }],
  ['reviewer', { verdict: ['APPROVED'] }],
  ['reviewer', { verdict: '  ' }],
  ['developer', { verdict: 'APPROVED' }],
])('%s: %j shows nothing (MA-188)', (role, fields) => expect(outcomeOf(role, 'review', fields)).toBeNull());
