import { describe, expect, it } from 'vitest';
import type { ChangedPath, Evidence } from '../../src/domain/evidence.ts';
import type { GateAnswer, GateOutcome } from '../../src/domain/verdict/verdict.ts';
import type { Subject } from '../../src/gates/gate.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const ask = (gate: string, evidence: Partial<Evidence>, task: Partial<Subject> = {}): GateAnswer =>
  askGate(gate, evidence, createTask(task));

const directory = 'docs/work-items/T-1';

const workItem = (...names: readonly string[]): Pick<Evidence, 'workItem'> => ({
  workItem: { directory, files: Object.fromEntries(names.map((name) => [name, `# ${name}\n`])) },
});

/** `M src/a.ts` and the like. */
const diff = (...entries: readonly string[]): Pick<Evidence, 'diff'> => ({
  diff: entries.map((entry) => ({ status: entry.slice(0, 1) as ChangedPath['status'], path: entry.slice(2) })),
});

describe('entry (QG-0, MA-034)', () => {
  const task = (title: number, prompt: number) => ({ title: 'x'.repeat(title), prompt: 'x'.repeat(prompt) });

  it.each([
    [5, 20],
    [80, 20],
    [40, 5_000],
  ])('a title of %i characters and a prompt of %i pass', (title, prompt) => {
    expect(ask('entry', {}, task(title, prompt)).outcome).toBe('pass');
  });

  it.each([
    [4, 20, 'the title has 4 characters, fewer than 5'],
    [81, 20, 'the title has 81 characters, more than 80'],
    [5, 19, 'the prompt has 19 characters, fewer than 20'],
    [0, 0, 'the title has 0 characters, fewer than 5; the prompt has 0 characters, fewer than 20'],
  ])('a title of %i characters and a prompt of %i: %s', (title, prompt, reason) => {
    expect(ask('entry', {}, task(title, prompt))).toEqual({ outcome: 'fail', reason, evidence: {} });
  });

  it('counts characters as people do, without the spaces around', () => {
    expect(ask('entry', {}, { title: '  \u{1f600}\u{1f600}  ', prompt: `${' '.repeat(20)}short` }).reason).toBe(
      'the title has 2 characters, fewer than 5; the prompt has 5 characters, fewer than 20',
    );
  });

  it.each([
    ['zero-width characters', '\u200b\u200c\u200d\u2060'],
    ['byte order marks', '\ufeff'],
    ['control characters', '\u0000\u0007\u001b\u007f\u0085'],
    ['soft hyphens and fillers', '\u00ad\u115f\u3164\u2800'],
    ['marks of direction and tags', '\u202e\u2066\u{e0041}'],
    ['spaces of every width', ' \t\n\u00a0\u2003\u3000'],
  ])('%s say nothing (KB-01)', (_, unseen) => {
    const text = unseen.repeat(30);
    expect(ask('entry', {}, { title: `a${text}b`, prompt: `${text}A prompt of twenty one.` }).reason).toContain(
      'title has',
    );
    expect(ask('entry', {}, { title: 'A title', prompt: text }).reason).toBe(
      'the prompt has 0 characters, fewer than 20',
    );
    expect(ask('entry', {}, { title: text, prompt: 'A prompt of twenty one.' }).reason).toContain(
      'title has 0 characters',
    );
  });
});

describe('analysis', () => {
  const all = ['01-brd.md', '02-trz.md', '03-acceptance-criteria.md', '04-test-plan.yaml'];

  it('is complete with its four documents (MA-035)', () => {
    expect(ask('analysis-complete', workItem('00-business-request.md', ...all)).outcome).toBe('pass');
    expect(ask('analysis-complete', workItem(...all, 'questions.md')).outcome).toBe('pass');
  });

  it.each(all)('without %s it is not, and its name is said', (missing) => {
    const rest = all.filter((name) => name !== missing);
    const reason = `missing or empty in ${directory}: ${missing}`;
    expect(ask('analysis-complete', workItem(...rest))).toEqual({ outcome: 'fail', reason, evidence: {} });
    const blank = { ...workItem(...rest).workItem.files, [missing]: ' \n' };
    expect(ask('analysis-complete', { workItem: { directory, files: blank } }).reason).toBe(reason);
  });

  it('with questions waits for a person, who gets them word for word (MA-017)', () => {
    const answer = ask('analysis-complete', workItem('01-brd.md', 'questions.md'));
    expect(answer).toMatchObject({ outcome: 'pending', evidence: { question: '# questions.md\n' } });
  });

  it('with nothing at all fails as such (MA-018)', () => {
    expect(ask('analysis-complete', workItem('00-business-request.md')).reason).toMatch(/^analysis-empty: /);
    const blank = { directory, files: { 'questions.md': '\n' } };
    expect(ask('analysis-complete', { workItem: blank }).reason).toMatch(/^analysis-empty: /);
  });

  it("is approved by a person, or by the configuration's word (MA-036)", () => {
    expect(ask('analysis-approved', { approval: { required: true } })).toMatchObject({
      outcome: 'pending',
      reason: expect.stringContaining('task approve task-1'),
    });
    expect(ask('analysis-approved', { approval: { required: false } })).toEqual({
      outcome: 'pass',
      reason: 'approval is not required by the configuration',
      evidence: {},
    });
  });

  it('a conflict that a role reports goes back with its text', () => {
    expect(ask('no-spec-conflict', workItem(...all)).outcome).toBe('pass');
    expect(ask('no-spec-conflict', workItem('conflict.md'))).toEqual({
      outcome: 'fail',
      reason: `${directory}/conflict.md reports a conflict with the specification`,
      evidence: { findings: '# conflict.md\n' },
    });
  });
});

describe('architecture-done (MA-037)', () => {
  it.each<[GateOutcome, readonly string[]]>([
    ['pass', ['06-adr/ADR-001-x.md']],
    ['pass', ['07-infra-requirements.md']],
    ['fail', []],
    ['fail', ['06-adr/.gitkeep', '06-adr.md', '06-adr/deep/x.md', '08-data-requirements.md']],
  ])('%s with %j', (outcome, names) => {
    expect(ask('architecture-done', workItem(...names)).outcome).toBe(outcome);
  });

  it('an empty record is none', () => {
    const files = { '06-adr/ADR-001-x.md': '\n' };
    expect(ask('architecture-done', { workItem: { directory, files } })).toMatchObject({
      outcome: 'fail',
      reason: `neither 06-adr/*.md nor 07-infra-requirements.md in ${directory}`,
    });
  });
});

describe('docs-touched (MA-233)', () => {
  it.each<[GateOutcome, readonly string[]]>([
    ['fail', ['M src/a.ts']],
    ['fail', ['M src/a.ts', 'M tests/a.test.ts', 'A tests/fixtures/notes.md']],
    ['fail', ['M src/a.ts', 'D docs/guide.md']],
    ['fail', ['M src/a.ts', `A ${directory}/01-brd.md`, `A ${directory}/12-review.md`]],
    ['fail', ['M src/changelog-parser.ts']],
    ['pass', ['M src/a.ts', 'M docs/guide.html']],
    ['pass', ['M src/a.ts', 'M CHANGELOG.md']],
    ['pass', ['M src/a.ts', 'M packages/b/CHANGELOG']],
    ['pass', ['M src/a.ts', 'A src/README.md']],
    ['pass', ['M src/a.ts', `A ${directory}/06-adr/ADR-001-x.md`]],
    ['pass', ['M src/a.ts', `A ${directory}/07-infra-requirements.md`]],
    ['pass', ['M tests/a.test.ts']],
    ['pass', ['M docs/guide.md']],
    ['pass', [`A ${directory}/12-review.md`]],
    ['pass', []],
  ])('%s: %j', (outcome, entries) => {
    expect(ask('docs-touched', diff(...entries)).outcome).toBe(outcome);
  });

  it('names what is changed without a word', () => {
    expect(ask('docs-touched', diff('M src/a.ts', 'A src/b.ts', 'M a.test.ts')).evidence).toEqual({
      paths: ['src/a.ts', 'src/b.ts'],
    });
  });
});

describe('what a change may be', () => {
  it.each<[number, GateOutcome, string]>([
    [1_500, 'pass', '1500 of at most 1500 changed lines'],
    [1_501, 'pending', '1501 changed lines are more than 1500; a person decides'],
  ])('%i lines: %s', (lines, outcome, reason) => {
    expect(ask('diff-size', { size: { lines, limit: 1_500 } })).toEqual({ outcome, reason, evidence: {} });
  });

  it('what a role changed outside of its scope is named (MA-228)', () => {
    expect(ask('write-scope', { scope: { role: 'reviewer', outside: [] } }).outcome).toBe('pass');
    expect(ask('write-scope', { scope: { role: 'reviewer', outside: ['src/a.ts', 'b'] } })).toEqual({
      outcome: 'fail',
      reason: 'the reviewer changed what it may not write: src/a.ts, b',
      evidence: { paths: ['src/a.ts', 'b'] },
    });
  });

  it.each<[GateOutcome, readonly string[]]>([
    ['pass', ['A tests/new.test.ts', 'M src/a.ts']],
    ['fail', ['M tests/old.test.ts']],
    ['fail', ['D tests/old.test.ts']],
    ['fail', ['T tests/old.test.ts']],
    ['fail', ['D tests/old.test.ts', 'A tests/renamed.test.ts']],
  ])('existing tests stay: %s %j', (outcome, entries) => {
    expect(ask('tests-untouched', diff(...entries)).outcome).toBe(outcome);
  });

  it('a secret is named by place and rule, never by itself (INV-12)', () => {
    expect(ask('secrets-in-diff', { secrets: [] }).outcome).toBe('pass');
    const secrets = [
      { path: 'a.env', line: 3, rule: 'npm token' },
      { path: 'a.env', line: 4, rule: 'AWS access key' },
    ];
    expect(ask('secrets-in-diff', { secrets })).toEqual({
      outcome: 'fail',
      reason: 'looks like a secret: a.env:3 (npm token), a.env:4 (AWS access key)',
      evidence: { paths: ['a.env'] },
    });
  });
});

describe('a judgement belongs to a candidate (INV-2)', () => {
  const judged = (review: string | null, testing: string | null): Pick<Evidence, 'judged'> => ({
    judged: [
      { stage: 'review', candidate: review },
      { stage: 'testing', candidate: testing },
    ],
  });

  it.each<[string | null, string | null, GateOutcome, string]>([
    ['tree', 'tree', 'pass', 'judged as it is by review, testing'],
    ['old', 'tree', 'fail', 'review judged another candidate than this'],
    ['old', null, 'fail', 'review judged another candidate than this; testing has not judged yet'],
  ])('%s and %s: %s', (review, testing, outcome, reason) => {
    expect(ask('candidate-unchanged', judged(review, testing), { candidate: 'tree' })).toMatchObject({
      outcome,
      reason,
    });
  });

  it('no candidate and no judgement are no yes (INV-13)', () => {
    expect(ask('candidate-unchanged', judged(null, null), { candidate: null }).outcome).toBe('fail');
    expect(ask('candidate-unchanged', { judged: [] }, { candidate: 'tree' }).outcome).toBe('fail');
  });
});
