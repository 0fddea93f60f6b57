import { describe, expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import type { Artifact, Evidence } from '../../src/domain/evidence.ts';
import type { GateAnswer } from '../../src/domain/verdict/verdict.ts';
import { askGate, GATES } from '../../src/gates/registry.ts';
import { seededRandom } from '../guard/seeded-random.ts';
import { createTask } from '../helpers/store.ts';

const frontmatter = createFrontmatter();

const artifactOf = (path: string, text: string): Artifact => {
  const reading = frontmatter.read(text);
  return reading.ok
    ? { path, status: 'read', fields: reading.fields, text }
    : { path, status: 'unreadable', problem: reading.problem, text };
};

const ask = (gate: string, artifact: Artifact, staging: Evidence['staging'] = { applies: true, repository: 'app' }) =>
  askGate(gate, { artifact, staging, review: { review: null, fix: null } }, createTask());

const judge = (gate: string, ...lines: readonly string[]): GateAnswer =>
  ask(gate, artifactOf('report.md', ['---', ...lines, '---', 'Prose.', ''].join('\n')));

const REPORT_GATES = [...GATES.values()]
  .filter(({ needs, fields }) => needs.includes('artifact') && fields.length > 0)
  .map(({ name }) => name);

describe('the review passes with that very word (MA-043)', () => {
  it.each(['verdict: APPROVED', 'verdict: approved', 'verdict: " approved "', "verdict: 'APPROVED'"])('%s', (line) => {
    expect(judge('review-verdict', line)).toEqual({
      outcome: 'pass',
      reason: 'Review verdict: APPROVED',
      evidence: {},
    });
  });

  it.each([
    ['verdict: REQUEST_CHANGES', 'Review verdict: REQUEST_CHANGES (not approved)'],
    ['verdict: Rejected', 'Review verdict: REJECTED (not approved)'],
    ['verdict: not approved', 'Review verdict: NOT APPROVED (not approved)'],
  ])('%s sends back with the whole report', (line, reason) => {
    const report = `---\n${line}\n---\nProse.\n`;
    expect(judge('review-verdict', line)).toEqual({ outcome: 'fail', reason, evidence: { findings: report } });
  });

  it.each([
    ['verdict: APPROVE', 'Review verdict: APPROVE (not approved)'],
    ['verdict: APPROVED!', 'Review verdict: APPROVED! (not approved)'],
    ['verdict: PASS', 'Review verdict: PASS (not approved)'],
    ['verdict: АPPROVED', 'report.md: verdict mixes letters of two alphabets in one word: АPPROVED'],
    ['verdict: "APPROVED\\u200b"', 'report.md: verdict holds the invisible or control character U+200B'],
    ['verdict: [APPROVED]', 'report.md: verdict is a list, not a text'],
    ['verdict: {APPROVED: 1}', 'report.md: verdict is a mapping, not a text'],
    ['verdict: 1', 'report.md: verdict is a number, not a text'],
    ['verdict: true', 'report.md: verdict is a boolean, not a text'],
    ['verdict: ~', 'report.md: no verdict in the frontmatter'],
    ['verdict: ""', 'report.md: no verdict in the frontmatter'],
    ['Verdict: APPROVED', 'report.md: no verdict in the frontmatter'],
    ['review: {verdict: APPROVED}', 'report.md: no verdict in the frontmatter'],
    ['__proto__: {verdict: APPROVED}', 'report.md: no verdict in the frontmatter'],
    ['verdict: APPROVED\nverdict: APPROVED', 'report.md: invalid YAML: Map keys must be unique'],
  ])('%s is no verdict', (line, reason) => {
    expect(judge('review-verdict', line)).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining(reason),
      evidence: { unusable: true },
    });
  });

  it.each(['[P0-1]', '[P2-1, P1-1]', '[P1-1, P1-2, P0-3]'])(
    'APPROVED with %s open contradicts itself (MA-232)',
    (open) => {
      expect(judge('review-verdict', 'verdict: APPROVED', `open: ${open}`)).toEqual({
        outcome: 'fail',
        reason: expect.stringMatching(/^report\.md: APPROVED, but P\d-\d.* is open$/),
        evidence: { unusable: true },
      });
      expect(judge('review-verdict', 'verdict: REQUEST_CHANGES', `open: ${open}`).evidence.findings).toBeDefined();
    },
  );

  it.each(['[]', '[P2-1, P3-1]', 'none', '~', '3', '{ P1: 1 }', '[P1]'])(
    'APPROVED with open: %s does not (MA-232)',
    (open) => {
      expect(judge('review-verdict', 'verdict: APPROVED', `open: ${open}`).outcome).toBe('pass');
    },
  );

  it('open findings in the prose do not count, the frontmatter alone does', () => {
    const text = '\uFEFF---\r\nverdict: APPROVED\r\n---\r\n## P0: loses data\r\n';
    expect(ask('review-verdict', artifactOf('12-review.md', text)).outcome).toBe('pass');
  });
});

describe('the test report has three equal fields (MA-044..047)', () => {
  it.each([
    [['result: PASS'], 'Test verdict: PASS (PASS)'],
    [['verdict: pass'], 'Test verdict: PASS (PASS)'],
    [['status: PASS'], 'Test verdict: PASS (PASS)'],
    [['result: PASS — ready-to-deploy'], 'Test verdict: PASS — READY-TO-DEPLOY (PASS)'],
    [['result: stage:ready-to-deploy', 'status: pass'], 'Test verdict: STAGE:READY-TO-DEPLOY, PASS (PASS)'],
    [['verdict: ready-to-deploy', 'status: PASSED'], 'Test verdict: READY-TO-DEPLOY, PASSED (PASS)'],
    [['result: PASS, all cases covered'], 'Test verdict: PASS, ALL CASES COVERED (PASS)'],
    [['result: PASS', 'verdict: ~', 'status: ""'], 'Test verdict: PASS (PASS)'],
  ])('%j passes', (lines, reason) => {
    expect(judge('tests-verdict', ...lines)).toEqual({ outcome: 'pass', reason, evidence: {} });
  });

  it.each([
    [['result: FAIL'], 'Test verdict: FAIL (NEG)'],
    [['result: PASS', 'verdict: BLOCKED'], 'Test verdict: PASS, BLOCKED (NEG)'],
    [['result: PASS', 'status: FAILURE'], 'Test verdict: PASS, FAILURE (NEG)'],
    [['result: not passed'], 'Test verdict: NOT PASSED (NEG)'],
    [['status: Rejected'], 'Test verdict: REJECTED (NEG)'],
  ])('%j fails with the whole report', (lines, reason) => {
    expect(judge('tests-verdict', ...lines)).toMatchObject({
      outcome: 'fail',
      reason,
      evidence: { findings: expect.stringContaining('Prose.') },
    });
  });

  it.each([
    [['other: PASS'], 'report.md: none of verdict/status/result is set'],
    [['result: ~', 'verdict: " "'], 'report.md: none of verdict/status/result is set'],
    [['result: covered', 'status: done'], 'no recognized verdict (result: "COVERED", verdict: "", status: "DONE")'],
    [['result: PASS', 'status: 3'], 'report.md: status is a number, not a text'],
  ])('%j is no verdict', (lines, reason) => {
    expect(judge('tests-verdict', ...lines)).toEqual({ outcome: 'fail', reason, evidence: { unusable: true } });
  });

  it('words of two fields make no phrase', () => {
    expect(judge('tests-verdict', 'result: PASS, changes', 'status: requested').outcome).toBe('pass');
  });
});

describe.each([
  ['deploy-status', 'deploy_status'],
  ['staging-status', 'staging_status'],
])('%s (MA-048, MA-049)', (gate, field) => {
  it.each(['SUCCESS', 'success', '" success "'])('%s passes', (status) => {
    expect(judge(gate, `${field}: ${status}`)).toEqual({ outcome: 'pass', reason: `${field}: SUCCESS`, evidence: {} });
  });

  it.each(['FAILED', 'Failure', 'BLOCKED'])('%s fails with the whole log', (status) => {
    expect(judge(gate, `${field}: ${status}`)).toEqual({
      outcome: 'fail',
      reason: `${field}: ${status.toUpperCase()}`,
      evidence: { findings: `---\n${field}: ${status}\n---\nProse.\n` },
    });
  });

  it.each([
    ['SUCCESSFUL', 'SUCCESSFUL'],
    ['PASS', 'PASS'],
    ['~', 'nothing'],
  ])('%s is no status', (status, got) => {
    const reason = `no machine-readable ${field} (got: ${got})`;
    expect(judge(gate, `${field}: ${status}`)).toEqual({ outcome: 'fail', reason, evidence: { unusable: true } });
  });
});

it('staging does not apply to a repository that the product does not deploy', () => {
  const missing: Artifact = { path: 'x/15-staging-log.md', status: 'missing' };
  expect(ask('staging-status', missing, { applies: false, repository: 'shop' })).toEqual({
    outcome: 'pass',
    reason: 'Staging gate N/A for shop',
    evidence: {},
  });
  expect(ask('staging-status', missing).reason).toBe('x/15-staging-log.md not found');
});

describe.each(REPORT_GATES)('%s reads nothing but readable frontmatter (INV-3, INV-13, MA-032, MA-033)', (gate) => {
  const words =
    'APPROVED PASS SUCCESS\nverdict: APPROVED\nresult: PASS\ndeploy_status: SUCCESS\nstaging_status: SUCCESS\n';

  it.each([
    ['prose', words, 'report.md: no frontmatter'],
    ['prose before the block', `Done.\n---\n${words}---\n`, 'report.md: no frontmatter'],
    ['a block below a block', `---\nauthor: me\n---\n---\n${words}---\n`, ''],
    ['an open block', `---\n${words}`, 'report.md: malformed frontmatter: the block does not end'],
    [
      'code',
      `---js\n({ verdict: "APPROVED", result: "PASS", deploy_status: "SUCCESS" })\n---\n`,
      'report.md: the frontmatter',
    ],
    ['a list', '---\n- verdict: APPROVED\n- result: PASS\n---\n', 'report.md: the frontmatter is not a mapping'],
    ['a comment', `---\n${words.replaceAll(/^/gm, '# ')}\n---\n`, ''],
    ['nothing', '', 'report.md: no frontmatter'],
  ])('%s', (_, text, reason) => {
    const answer = ask(gate, artifactOf('report.md', text));
    expect(answer).toMatchObject({ outcome: 'fail', evidence: { unusable: true } });
    expect(answer.reason).toContain(reason);
  });

  it('a missing report', () => {
    expect(ask(gate, { path: 'docs/report.md', status: 'missing' })).toEqual({
      outcome: 'fail',
      reason: 'docs/report.md not found',
      evidence: { unusable: true },
    });
  });

  it('2,000 reports of random bytes', () => {
    const random = seededRandom(45);
    for (let round = 0; round < 2_000; round += 1) {
      const bytes = Buffer.from(Array.from({ length: random.upTo(40) }, () => random.upTo(256)));
      const field = random.pick(GATES.get(gate)?.fields ?? []);
      const text = `---\n${field}: ${bytes.toString(random.pick(['latin1', 'utf8']))}\n---\n`;
      expect(ask(gate, artifactOf('report.md', text)).outcome, JSON.stringify(text)).toBe('fail');
    }
  });
});
