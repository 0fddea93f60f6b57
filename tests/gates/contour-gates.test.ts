import { describe, expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import {
  FRAMEWORK_DOCUMENTS,
  HAND_OFF,
  MIGRATION_APPROVAL,
  MIGRATION_STEPS,
  REVIEW_DOCUMENTS,
  ROLLBACK_PLAN,
} from '../../src/domain/document/fixed-documents.ts';
import type { Artifact, ChangedPath, Evidence } from '../../src/domain/evidence.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const frontmatter = createFrontmatter();
const task = createTask({ id: 'T-1', candidate: 'tree' });

const artifactOf = (path: string, text: string): Artifact => {
  const reading = frontmatter.read(text);
  return reading.ok
    ? { path, status: 'read', fields: reading.fields, text }
    : { path, status: 'unreadable', problem: reading.problem, text };
};
const documents = (...paths: readonly string[]): Evidence['documents'] =>
  Object.fromEntries(paths.map((path) => [path, { text: 'Text.' }]));
const changed = (...paths: readonly string[]): readonly ChangedPath[] => paths.map((path) => ({ status: 'M', path }));

describe('a hand-off names the commands that show the change (YA-15)', () => {
  const ask = (text: string) => askGate('handoff-complete', { artifact: artifactOf(HAND_OFF, text) }, task);

  it.each([
    ['a block', '## Commands\n\n```sh\nnpm ci\nnpm test # all green\n```\n', '2 commands'],
    ['tildes', '## Commands\n~~~\nmake test\n~~~\n', '1 command'],
    ['a list', '# Run commands\n\n- `npm test`\n- make check\n', '2 commands'],
    ['a prompt sign', 'Hand-off\n\n### How to run\n\n$ npm test\n', '1 command'],
    ['plain lines', '## Commands\n\nnpm test\n./run.sh --all\n', '2 commands'],
    ['a deeper heading', '## Commands\n\n### Tests\n\n    npm test\n\n## Context\n\nnpm start\n', '1 command'],
    ['Windows line ends', '## Commands\r\n\r\n```\r\nnpm test\r\n```\r\n', '1 command'],
    ['frontmatter before it', '---\ntask: T-1\n---\n\n## Commands\n\n`npm test`\n', '1 command'],
  ])('%s', (_, text, count) => {
    expect(ask(text)).toMatchObject({ outcome: 'pass', reason: `${HAND_OFF} names ${count}` });
  });

  it.each([
    ['no section', '# Hand-off\n\nRun `npm test`.\n', 'has no section on commands'],
    ['a heading in a block', '```\n## Commands\nnpm test\n```\n', 'has no section on commands'],
    ['an empty section', '## Commands\n\n## Context\n\n`npm test`\n', 'names none'],
    ['prose', '## Commands\n\nThere are no commands to run.\n', 'names none'],
    ['a word for none', '## Commands\n\n- none\n', 'names none'],
    ['a block of comments', '## Commands\n\n```\n# to do\n\n```\n', 'names none'],
    ['nothing', ' \n', 'is empty'],
  ])('%s fails', (_, text, reason) => {
    expect(ask(text)).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(reason) });
  });

  it('one that is too long is called so', () => {
    const artifact = {
      path: HAND_OFF,
      status: 'unreadable',
      problem: 'it is longer than any report',
      text: null,
    } as const;
    const judged = askGate('handoff-complete', { artifact }, task);
    expect(judged).toMatchObject({ outcome: 'fail', reason: expect.stringContaining('is too large') });
  });

  it.each([
    [{}, 'review/handoff.md not found'],
    [{ instead: 'a symbolic link' }, 'review/handoff.md is a symbolic link and no file'],
  ])('a hand-off that is not there fails (%o)', (place, reason) => {
    const missing = askGate('handoff-complete', { artifact: { path: HAND_OFF, status: 'missing', ...place } }, task);
    expect(missing).toMatchObject({ outcome: 'fail', reason });
  });
});

describe('a review is complete with all of its reports (YA-17, YA-21)', () => {
  it.each([
    ['review-complete', REVIEW_DOCUMENTS],
    ['framework-review-complete', FRAMEWORK_DOCUMENTS],
  ])('%s names those that are missing or empty', (gate, paths) => {
    expect(askGate(gate, { documents: documents(...paths) }, task).outcome).toBe('pass');
    const [first = '', second = '', ...others] = paths;
    const linked = { [first]: { text: ' \n' }, [second]: { instead: 'a symbolic link' } };
    expect(askGate(gate, { documents: { ...documents(...others), ...linked } }, task)).toEqual({
      outcome: 'fail',
      reason: `missing or empty: ${first}, ${second} (a symbolic link)`,
      evidence: { unusable: true },
    });
  });

  it.each([
    ['APPROVED', 'pass'],
    ['REQUEST_CHANGES', 'fail'],
    ['true', 'fail'],
  ])('its verdict is judged as every review is: %s', (verdict, outcome) => {
    const artifact = artifactOf('review/code-review-report.md', `---\nverdict: ${verdict}\n---\nApproved.\n`);
    expect(askGate('independent-verdict', { artifact }, task).outcome).toBe(outcome);
  });
});

describe('a review of the orchestrator begins when no main run is on (YA-19)', () => {
  it('waits for a run, which is no question to a person', () => {
    const mainRun = { status: 'on', pid: 7, start: '2026-01-31T12:00:00.000Z', run: 'r-1' } as const;
    expect(askGate('run-over', { mainRun }, task)).toEqual({
      outcome: 'pending',
      reason: 'a main run is on (r-1): process 7 since 2026-01-31T12:00:00.000Z',
      evidence: { until: 'main run' },
    });
    expect(askGate('run-over', { mainRun: { ...mainRun, run: null } }, task).reason).not.toContain('null');
  });

  it.each([{ status: 'none' }, { status: 'stale', pid: 7, problem: 'process 7 is gone' }] as const)(
    '$status passes',
    (mainRun) => {
      expect(askGate('run-over', { mainRun }, task).outcome).toBe('pass');
    },
  );

  it('delivers reports and the documents of its work item alone', () => {
    const fixedPaths = FRAMEWORK_DOCUMENTS;
    const own = changed(...FRAMEWORK_DOCUMENTS, 'docs/work-items/T-1/00-business-request.md');
    expect(askGate('reports-only', { diff: own, fixedPaths }, task).outcome).toBe('pass');
    const others = [...own, ...changed('src/a.ts', 'framework-review/other.md', 'docs/work-items/T-10/x.md')];
    expect(askGate('reports-only', { diff: others, fixedPaths }, task)).toMatchObject({
      outcome: 'fail',
      reason: 'changed besides reports: src/a.ts, framework-review/other.md, docs/work-items/T-10/x.md',
    });
  });
});

describe('a migration changes nothing before its approval (YA-22, YA-23, YA-25)', () => {
  it('the diff lies in migration/ alone', () => {
    const own = changed('migration/legacy-snapshot.md', 'migration/data/x.csv', 'docs/work-items/T-1/00-x.md');
    expect(askGate('migration-read-only', { diff: own }, task).outcome).toBe('pass');
    expect(askGate('migration-read-only', { diff: changed('src/a.ts', 'migrations/1.sql') }, task)).toMatchObject({
      outcome: 'fail',
      reason: 'changed outside of migration/ before the approval: src/a.ts, migrations/1.sql',
      evidence: { paths: ['src/a.ts', 'migrations/1.sql'] },
    });
  });

  it('names what is missing, and what stands there too early', () => {
    const all = [...MIGRATION_STEPS, ROLLBACK_PLAN];
    expect(askGate('migration-prepared', { documents: documents(...all) }, task).outcome).toBe('pass');
    expect(askGate('migration-complete', { documents: documents(...all) }, task).reason).toBe(
      `missing or empty: ${MIGRATION_APPROVAL}`,
    );
    expect(askGate('migration-complete', { documents: documents(...all, MIGRATION_APPROVAL) }, task).outcome).toBe(
      'pass',
    );
    const [snapshot = '', spec = ''] = MIGRATION_STEPS;
    expect(askGate('migration-complete', { documents: documents(spec, MIGRATION_APPROVAL) }, task).reason).toBe(
      [
        `missing or empty: ${[snapshot, ...MIGRATION_STEPS.slice(2), ROLLBACK_PLAN].join(', ')}`,
        `${spec} comes before ${snapshot}`,
        `${MIGRATION_APPROVAL} comes before ${snapshot}`,
      ].join('; '),
    );
  });

  it('without a rollback plan it is not carried out', () => {
    expect(askGate('rollback-plan', { documents: documents(ROLLBACK_PLAN) }, task).outcome).toBe('pass');
    const empty = ['', ' \n\n', '\u200b\n', '<!-- git revert -->\n', '<!--\ngit revert\n'].map((text) => ({ text }));
    for (const place of [...empty, { instead: 'a submodule' }, undefined]) {
      const found = place === undefined ? {} : { [ROLLBACK_PLAN]: place };
      expect(askGate('rollback-plan', { documents: found }, task)).toMatchObject({
        outcome: 'fail',
        reason: expect.stringContaining(ROLLBACK_PLAN),
      });
    }
  });
});

describe('an approval is a switch for machines; prose is none (YA-24)', () => {
  const judge = (text: string, isAwaited = true) =>
    askGate('migration-approved', { decision: { file: artifactOf(MIGRATION_APPROVAL, text), isAwaited } }, task);
  const approval = (...lines: readonly string[]) => `---\n${lines.join('\n')}\n---\n`;

  it.each([
    ['by: Ada', 'date: 2026-01-31'],
    ['by: Ada', 'date: 2026-01-31T12:00:00Z'],
    ['who: "Ada"', 'when: "2028-02-29 12:00"'],
    ['by: Ada', 'date: 2026-01-31', 'candidate: tree'],
  ])('approved: true, %s, %s', (...lines) => {
    expect(judge(approval('approved: true', ...lines))).toMatchObject({
      outcome: 'pass',
      reason: expect.stringMatching(/^approved by Ada on /),
      evidence: { approvedBy: 'Ada' },
    });
  });

  it.each([
    ['approved: false', approval('approved: false', 'by: Ada', 'date: 2026-01-31')],
    ['the text "true"', approval('approved: "true"', 'by: Ada', 'date: 2026-01-31')],
    ['yes', approval('approved: yes', 'by: Ada', 'date: 2026-01-31')],
    ['1', approval('approved: 1', 'by: Ada', 'date: 2026-01-31')],
    ['a missing key', approval('by: Ada', 'date: 2026-01-31')],
    ['another case', approval('Approved: true', 'by: Ada', 'date: 2026-01-31')],
    ['nobody', approval('approved: true', 'date: 2026-01-31')],
    ['a blank name', approval('approved: true', 'by: " "', 'date: 2026-01-31')],
    ['an invisible name', approval('approved: true', 'by: "\u200b"', 'date: 2026-01-31')],
    ['no date', approval('approved: true', 'by: Ada')],
    ['a word for a date', approval('approved: true', 'by: Ada', 'date: yesterday')],
    ['a day that never was', approval('approved: true', 'by: Ada', 'date: 2026-02-30')],
    ['a look-alike letter', approval('\u0430pproved: true', 'by: Ada', 'date: 2026-01-31')],
    ['a list of names', approval('approved: true', 'by: [Ada]', 'date: 2026-01-31')],
    ['twice', approval('approved: true', 'approved: true', 'by: Ada', 'date: 2026-01-31')],
    ['a prototype', approval('__proto__: {approved: true}', 'by: Ada', 'date: 2026-01-31')],
    ['prose', 'Approved by Ada on 2026-01-31.\n'],
    ['prose under frontmatter', `${approval('by: Ada', 'date: 2026-01-31')}approved: true\n`],
    ['invalid YAML', approval('approved: [true')],
    ['no end', '---\napproved: true\nby: Ada\n'],
    ['nothing', ''],
  ])('%s is no approval', (_, text) => {
    expect(judge(text).outcome).toBe('fail');
    expect(judge(text, false).outcome).toBe('fail');
  });

  it('INV-2: what was approved for another candidate is asked again; without a file a person is asked', () => {
    const other = approval('approved: true', 'by: Ada', 'date: 2026-01-31', 'candidate: other');
    const file: Artifact = { path: MIGRATION_APPROVAL, status: 'missing' };
    const missing = askGate('migration-approved', { decision: { file, isAwaited: true } }, task);
    for (const answer of [judge(other), missing])
      expect(answer).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('task approve T-1') });
    const shown = askGate('migration-approved', { decision: { file, isAwaited: false } }, task);
    expect(shown).toMatchObject({ outcome: 'fail', reason: `${MIGRATION_APPROVAL} not found` });
  });

  it('what stands there and is no file is for a person to mend', () => {
    const file: Artifact = { path: MIGRATION_APPROVAL, status: 'missing', instead: 'a symbolic link' };
    expect(askGate('migration-approved', { decision: { file, isAwaited: true } }, task)).toMatchObject({
      outcome: 'fail',
      reason: `${MIGRATION_APPROVAL} is a symbolic link and no file`,
    });
  });
});

it('documents of a pipeline are no change by themselves', () => {
  const diff = changed(HAND_OFF, 'docs/work-items/T-1/00-business-request.md');
  expect(askGate('change-present', { diff, fixedPaths: [HAND_OFF] }, task).outcome).toBe('fail');
  expect(askGate('change-present', { diff, fixedPaths: [] }, task).outcome).toBe('pass');
});
