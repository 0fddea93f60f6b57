import { describe, expect, it } from 'vitest';
import { changelogProblems, hasNewEntry } from '../../../src/domain/lint/changelog.ts';
import { isConventionalBranch, isConventionalSubject } from '../../../src/domain/lint/conventions.ts';
import { indexesOf, isDecisionRecord, recordProblems } from '../../../src/domain/lint/decision-records.ts';
import { missingHeadings } from '../../../src/domain/lint/spec-headings.ts';
import { testPlanProblems } from '../../../src/domain/lint/test-plan.ts';

describe('a specification has five headings (MA-229)', () => {
  const spec =
    '# Spec\n## Touched modules\n## 2. API changes\n### DB changes:\n## New gate requirements ##\n## artifacts to UPDATE\n';

  it('a complete one, in any level and capitals', () => {
    expect(missingHeadings(spec)).toEqual([]);
    expect(missingHeadings(spec.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it.each([
    ['## 2. API changes\n', 'API changes'],
    ['### DB changes:\n', 'Data changes'],
  ])('without %j it is named', (heading, missing) => {
    expect(missingHeadings(spec.replace(heading, ''))).toEqual([missing]);
    expect(missingHeadings(spec.replace(heading, `\`\`\`\n${heading}\`\`\`\n`))).toEqual([missing]);
  });

  it('an empty one lacks all of them', () => {
    expect(missingHeadings('')).toHaveLength(5);
  });
});

describe('a test plan (MA-230)', () => {
  const test = {
    id: 'TC-01',
    type: 'unit',
    description: 'Refused.',
    module: 'src/a',
    expected: 'An error.',
    acceptance: ['AC-01'],
  };
  const problems = (...tests: readonly unknown[]) => testPlanProblems({ work_item: 'T-1', tests });

  it('is complete', () => {
    expect(problems(test, { ...test, id: 'TC-102', type: 'integration', acceptance: undefined })).toEqual([]);
  });

  it.each([
    ['a duplicate id', [test, test], 'tests: TC-01 stands twice'],
    ['an unknown type', [{ ...test, type: 'manual' }], 'tests.0.type: '],
    ['a missing description', [{ ...test, description: undefined }], 'tests.0.description: '],
    ['an empty module', [test, { ...test, id: 'TC-02', module: ' ' }], 'tests.1.module: '],
    ['another id', [{ ...test, id: 'T-1' }], 'tests.0.id: expected TC-'],
    ['no tests', [], 'tests: '],
  ])('%s is named', (_, tests, problem) => {
    expect(problems(...tests).join('\n')).toContain(problem);
  });

  it.each([null, [], 'text', 3, { tests: {} }])('%j is none', (plan) => {
    expect(testPlanProblems(plan)).not.toEqual([]);
  });
});

describe('a decision record (MA-231)', () => {
  const item = 'docs/work-items/T-1/06-adr/ADR-001-one-table.md';
  const global = 'docs/architecture/adr/adr-0007-one-table.md';
  const record = (status: string, decision = 'One table.') =>
    `# One table\n\nStatus: ${status}\n\n## Context\nWhy.\n\n**Decision.** ${decision}\n\n## Consequences\nLess.\n`;
  const fresh = (path: string, after: string) => recordProblems(path, { before: null, after });

  it.each(['Proposed', 'accepted', 'Deprecated', 'Superseded by 0009'])('is %s', (status) => {
    expect(fresh(item, record(status))).toEqual([]);
    expect(fresh('docs/decisions/0001-one-table.md', record(status))).toEqual([]);
  });

  it('of the whole project has alternatives and links too', () => {
    expect(fresh(global, record('Accepted'))).toEqual(['it has no alternatives', 'it has no links']);
    expect(fresh(global, `${record('Accepted')}\n## Alternatives\nTwo.\n## Links\n- T-1\n`)).toEqual([]);
  });

  it.each([
    ['no status', record('').replace('Status: ', ''), 'it has no status'],
    ['an invented status', record('Decided'), 'it has no status'],
    ['no context', record('Accepted').replace('## Context', ''), 'it has no context'],
    ['no decision', record('Accepted').replace('**Decision.**', ''), 'it has no decision'],
  ])('with %s', (_, text, problem) => {
    expect(fresh(item, text)).toEqual([expect.stringContaining(problem)]);
  });

  it.each(['docs/decisions/one-table.md', 'docs/adr/ADR-1-x.md', 'a/06-adr/adr-0001-x.md', 'docs/decisions/0001_x.md'])(
    '%s is no name',
    (path) => {
      expect(fresh(path, record('Accepted'))).toEqual([expect.stringContaining('its name is none of')]);
    },
  );

  it('that was accepted is superseded and not edited; its status alone may change', () => {
    const before = record('Accepted');
    const edited = { before, after: record('Accepted', 'Two tables.') };
    expect(recordProblems(item, edited)).toEqual(['it was accepted and is edited: a new record supersedes it']);
    expect(recordProblems(item, { before, after: null })).toEqual([
      'it was accepted and is gone: a new record supersedes it',
    ]);
    expect(recordProblems(item, { before, after: record('Superseded by ADR-002') })).toEqual([]);
    expect(recordProblems(item, { before, after: before.replaceAll('\n', '\r\n') })).toEqual([]);
    expect(recordProblems(item, { before: record('Proposed'), after: edited.after })).toEqual([]);
    expect(recordProblems(item, { before: record('Proposed'), after: null })).toEqual([]);
  });

  it('stands in an index, but for those of a work item', () => {
    expect(indexesOf(global)).toEqual([
      'docs/architecture/adr/README.md',
      'docs/architecture/adr/index.md',
      'docs/architecture/README.md',
    ]);
    expect(indexesOf(item)).toEqual([]);
    expect(['docs/decisions/README.md', 'src/decisions/a.ts', 'docs/decision.md'].filter(isDecisionRecord)).toEqual([]);
    expect([item, global, 'decisions/x.md'].every(isDecisionRecord)).toBe(true);
  });
});

describe('a changelog (MA-234)', () => {
  const changelog =
    '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [1.1.0] - 2026-02-01\n\n### Fixed\n\n- Two.\n\n## 1.0.0 - 2026-01-01\n';

  it('is in form, the newest on top', () => {
    expect(changelogProblems(changelog)).toEqual([]);
    expect(changelogProblems(changelog.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it.each([
    ['# Changelog\n', 'there is no section'],
    [changelog.replace('### Added', '### New'), '"New" in "[Unreleased]"'],
    [changelog.replace(' - 2026-02-01', ''), '"[1.1.0]" is no'],
    [changelog.replace('2026-02-01', '2025-12-01'), '"1.0.0 - 2026-01-01" is newer'],
    [`${changelog}\n## [Unreleased]\n`, '[Unreleased] is not on top'],
  ])('%#: what is wrong is named', (text, problem) => {
    expect(changelogProblems(text).join('\n')).toContain(problem);
  });

  it('has a new entry in its newest section, and nowhere else', () => {
    expect(hasNewEntry(changelog, changelog.replace('- One.', '- One.\n- Three.'))).toBe(true);
    expect(hasNewEntry(changelog, changelog.replace('- Two.', '- Two.\n- Three.'))).toBe(false);
    expect(hasNewEntry(changelog, changelog)).toBe(false);
    expect(hasNewEntry(null, changelog)).toBe(true);
    const released = changelog.replace('## [Unreleased]', '## [Unreleased]\n\n## [1.2.0] - 2026-03-01');
    expect(hasNewEntry(changelog, released)).toBe(false);
    expect(hasNewEntry(released, released.replace('- One.', '- One.\n- Three.'))).toBe(false);
  });

  it('an entry that moved is none, and one that reads like an older one is', () => {
    const moved = changelog.replace('- Two.\n', '').replace('- One.', '- One.\n- Two.');
    expect(hasNewEntry(changelog, moved)).toBe(false);
    expect(hasNewEntry(changelog, changelog.replace('- One.', '- One.\n- Two.'))).toBe(true);
    expect(hasNewEntry(changelog, changelog.replace('- Two.', '- Two.\n- One.'))).toBe(false);
    expect(hasNewEntry(changelog, changelog.replace('- One.', '- One.\n- One.'))).toBe(true);
  });

  it('what is added to a version that is out comes too late', () => {
    const out = changelog.replace('## [Unreleased]\n\n### Added\n\n- One.\n\n', '');
    expect(hasNewEntry(out, out.replace('- Two.', '- Two.\n- Three.'))).toBe(false);
    expect(hasNewEntry(out, out.replace('## [1.1.0]', '## [1.2.0] - 2026-03-01\n\n- Three.\n\n## [1.1.0]'))).toBe(true);
  });
});

describe('conventions (MA-241)', () => {
  it.each([
    'feat: add a greeting',
    'fix(sqlite): look at a journal',
    'refactor(cli)!: one way',
    'chore(release, ci): 1.2',
    "Merge branch 'x'",
  ])('the subject %j is one', (subject) => {
    expect(isConventionalSubject(subject)).toBe(true);
  });

  it.each(['update stuff', 'Feat: add', 'feat add', 'feat:add', 'fix: ', 'wip: more', 'fix: ends with a stop.', ''])(
    'the subject %j is none',
    (subject) => {
      expect(isConventionalSubject(subject)).toBe(false);
    },
  );

  it.each(['feature/ORCH-12-queue', 'fix/SHOP-3-a-b-c', 'task/greet-2'])('the branch %s is one', (branch) => {
    expect(isConventionalBranch(branch)).toBe(true);
  });

  it.each([
    'Feature/x',
    'feature/x',
    'feature/ORCH-12',
    'feature/orch-12-x',
    'feature/ORCH-12-',
    'fix/ORCH-1-A',
    'my-work',
  ])('the branch %s is none', (branch) => {
    expect(isConventionalBranch(branch)).toBe(false);
  });
});
