import { describe, expect, it } from 'vitest';
import { reviewSection } from '../../../src/domain/document/review-section.ts';
import { type RunFacts, runSection } from '../../../src/domain/document/run-document.ts';
import { withSection } from '../../../src/domain/document/shared-document.ts';

const facts: RunFacts = {
  run: 'r-1',
  task: { id: 'T-1', title: 'Greet', prompt: 'Say ```hello```\nto all.', branch: 'task/greet' },
  inputs: {
    ...{ cwd: '/home/ada', targetDir: '/home/ada/app', goal: 'Greet', url: 'http://localhost:3000/' },
    ...{ dod: ['it greets'], stopCondition: 'COMPLETED' },
  },
  startedAt: 0,
  finishedAt: 60_000,
  outcome: 'delivered',
  iterations: [
    {
      job: 'J-1',
      role: 'executor',
      status: 'succeeded',
      startedAt: 0,
      endedAt: 1000,
      exitCode: 0,
      command: 'agent run',
    },
  ],
  prompt: { job: 'J-1', role: 'executor', text: 'Work.\n\n```sh\nnpm test\n```\n' },
  choices: [{ stage: 'research', entered: false, reason: 'nothing to find out' }],
  checks: [{ command: 'npm test', exitCode: 0 }],
  verifications: [
    {
      ...{
        number: 1,
        task: 'T-1',
        commit: 'c',
        pid: 42,
        stopCommand: 'kill 42',
        log: '/log',
        url: 'http://0.0.0.0:3000/',
      },
      ...{ directory: '/d', startedAt: 0, endedAt: 1, steps: { total: 1, done: 1 }, findings: [], snapshots: [] },
    },
  ],
  links: [{ name: 'CODE_REVIEW.md', target: 'CODE_REVIEW.md' }],
};

describe('ORCH_RUN.md (KB-13)', () => {
  const text = runSection(facts);

  it.each([
    ['start', '- Started: 1970-01-01T00:00:00.000Z'],
    ['finish', '- Finished: 1970-01-01T00:01:00.000Z'],
    ['the request word for word', '````text\nSay ```hello```\nto all.\n````'],
    ['exact commands', '- J-1 executor: `agent run` (succeeded, exit code 0; '],
    ['checks', '- check: `npm test` (exit code 0)'],
    ['links', '- [CODE_REVIEW.md](CODE_REVIEW.md)'],
    ['iterations', '- Iterations: 1'],
    ['job ids', '- Jobs: J-1'],
    ['the definition of done', '### Definition of done\n\n- it greets'],
    ['a stage that was left out', '- research: skipped (nothing to find out)'],
    ['the server', '- http://0.0.0.0:3000/: PID 42, log `/log`, stopped with `kill 42`; no defect'],
    ['the prompt word for word', '````text\nWork.\n\n```sh\nnpm test\n```\n\n````\n\n</details>'],
  ])('holds %s', (_, part) => {
    expect(text).toContain(part);
  });

  it('KB-32 names every defect of a look in the browser, with its kind and its step', () => {
    const [look] = facts.verifications;
    const findings = [
      { kind: 'console', step: 1, text: 'no till (/:31)' },
      { kind: 'response', step: 2, text: 'GET /nothing: status 404' },
    ] as const;
    const verifications = look === undefined ? [] : [{ ...look, findings }];
    expect(runSection({ ...facts, verifications })).toContain(
      '`kill 42`; 2 defects: error on the console (step 1): no till (/:31); request that was answered with an error (step 2): GET /nothing: status 404\n',
    );
  });

  it('is there from stage 0 on, before anybody has worked', () => {
    const begun = runSection({ ...facts, finishedAt: null, iterations: [], checks: [], verifications: [] });
    expect(begun).toContain('- Finished: not yet');
    expect(begun).toContain('- Jobs: none yet');
    expect(begun).not.toContain('### Commands');
  });
});

describe('a document that tasks share (INV-2)', () => {
  it('keeps what stands there to the letter and adds a section', () => {
    const first = withSection('ORCH_RUN.md', null, '## T-1 Greet (r-1)\n\nText.\n');
    const second = withSection('ORCH_RUN.md', first, '## T-2 Part (r-2)\n');
    expect(first).toBe('# Runs of the orchestrator\n\n## T-1 Greet (r-1)\n\nText.\n');
    expect(second).toBe(`${first}\n## T-2 Part (r-2)\n`);
  });

  it("a person's own words without a line end at their end stay as they are", () => {
    expect(withSection('CODE_REVIEW.md', 'Ours', '## T-1')).toBe('Ours\n\n## T-1\n');
  });
});

it('CODE_REVIEW.md quotes the review and says what became of it (KB-15)', () => {
  const fix = { applied: ['P1-1'], declined: [{ finding: 'P2-1', reason: 'a fact' }] };
  const text = reviewSection({ run: 'r-1', task: facts.task, rounds: [{ review: '# Review\n\nP1-1: no', fix }] });
  expect(text).toContain('> # Review\n>\n> P1-1: no\n');
  expect(text).toContain('- Applied: P1-1\n- Declined: P2-1: a fact\n');
});

it('CODE_REVIEW.md keeps every review with its own answers, in their order (KB-15)', () => {
  const rounds = [
    { review: 'P1-1: no', fix: { applied: [], declined: [{ finding: 'P1-1', reason: 'a fact' }] } },
    { review: 'Fine.', fix: null },
  ];
  expect(reviewSection({ run: 'r-1', task: facts.task, rounds })).toBe(
    '## T-1 Greet (r-1)\n\n### Review 1 of 2\n\n> P1-1: no\n\n#### What became of it\n\n- Applied: nothing\n' +
      '- Declined: P1-1: a fact\n\n### Review 2 of 2\n\n> Fine.\n',
  );
});

it.each(['\r', '\r\n', '\n'])('INV-15 a review puts no heading of its own beside the sections (line end %j)', (end) => {
  const review = ['# Review', '## T-9 Never done (r-9)'].join(end);
  const text = reviewSection({ run: 'r-1', task: facts.task, rounds: [{ review, fix: null }] });
  expect(text).toBe('## T-1 Greet (r-1)\n\n> # Review\n> ## T-9 Never done (r-9)\n');
});

it('INV-15 a command or a check of several lines puts no heading of its own beside the sections', () => {
  const command = "agent '--task=Do  it.\n\n## T-2 Part (r-1)\r```'";
  const [iteration] = facts.iterations;
  const iterations = iteration === undefined ? [] : [{ ...iteration, command }];
  const first = runSection({ ...facts, iterations, checks: [{ command, exitCode: 0 }], outcome: 'failed\r## T-2' });
  expect(first).toContain("`agent '--task=Do  it. ## T-2 Part (r-1)```'`");
  expect(first.slice(3)).not.toMatch(/^## /m);
});

it.each(['## T-2 Part (r-1)\n\nForged.\n', '```text\n## T-2 Part (r-1)\n```\n', '````\n'])(
  'INV-15 nothing that stands in the document keeps the section of a task out of it (%j)',
  (before) => {
    const section = '## T-2 Part (r-1)\n\nIts own.\n';
    expect(withSection('CODE_REVIEW.md', before, section)).toBe(`${before}\n${section}`);
  },
);
