import { expect, it } from 'vitest';
import type { VerificationRecord } from '../../src/domain/verification/verification.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const RECORD: VerificationRecord = {
  number: 1,
  task: 'T-1',
  commit: 'c0ffee',
  pid: 4711,
  stopCommand: 'kill -s TERM -- -4711',
  log: '/home/runs/run-1/verification-1-server.log',
  url: 'http://127.0.0.1:8080/',
  directory: '/home/runs/run-1/verification-1',
  startedAt: 1,
  endedAt: 2,
  steps: { total: 2, done: 2 },
  findings: [],
  snapshots: [],
};

const ask = (record: Partial<VerificationRecord>) =>
  askGate(
    'browser-clean',
    {
      verification: {
        record: { ...RECORD, ...record },
        scenario: [
          { action: 'open', path: '/' },
          { action: 'click', target: 'Save' },
        ],
      },
    },
    createTask(),
  );

it('passes when the scenario came to its end and no defect was met', () => {
  expect(ask({})).toMatchObject({ outcome: 'pass', reason: '2 steps in a browser without a defect' });
});

it('passes with "N/A" where nothing is configured', () => {
  expect(askGate('browser-clean', { verification: 'none' }, createTask())).toMatchObject({
    outcome: 'pass',
    reason: 'N/A: no verification is configured',
  });
});

it.each<[string, Partial<VerificationRecord>]>([
  ['was cut off', { steps: { total: 2, done: 1 } }],
  ['has no step', { steps: { total: 0, done: 0 } }],
  ['is not over', { endedAt: null }],
])('INV-13 does not pass a scenario that %s, although nothing was found', (_, record) => {
  expect(ask(record).outcome).toBe('fail');
});

it('INV-13 does not pass without evidence', () => {
  expect(askGate('browser-clean', {}, createTask())).toMatchObject({
    outcome: 'fail',
    reason: 'no evidence: verification',
  });
});

it('tells the next worker every defect, its step, and where to look', () => {
  const answer = ask({
    steps: { total: 2, done: 1 },
    findings: [
      { kind: 'console', step: 1, text: 'no such shop (/app.js:7)' },
      { kind: 'server', step: 0, text: 'it ended' },
    ],
    snapshots: [{ name: 'defect-in-step-1', step: 1, image: '/s/01.png', text: '/s/01.txt' }],
  });
  expect(answer.reason).toBe(
    '2 defects in the browser: error on the console (step 1, open /): no such shop (/app.js:7); server: it ended',
  );
  expect(answer.evidence.findings).toBe(
    [
      'Found while the page was used in a browser:',
      '1. error on the console (step 1, open /): no such shop (/app.js:7)',
      '2. server: it ended',
      'The scenario ended after 1 of 2 steps.',
      'Snapshot "defect-in-step-1": /s/01.png and /s/01.txt',
      'Output of the server: /home/runs/run-1/verification-1-server.log',
    ].join('\n'),
  );
});

it('INV-14 its reason names the defects on one line, as many and as much of each as a reader takes in', () => {
  const findings = Array.from({ length: 7 }, (_, index) => ({
    ...{ kind: 'page-error' as const, step: 2 },
    text: `fault ${index}${'.'.repeat(400)}\nand its trace`,
  }));
  const { reason } = ask({ findings });
  expect(reason).toMatch(/^7 defects in the browser: error that nobody caught \(step 2, click "Save"\): fault 0\.+…; /);
  expect(reason).toMatch(/ fault 4\.+…; and 2 more$/);
  expect(reason.length).toBeLessThan(1_200);
});
