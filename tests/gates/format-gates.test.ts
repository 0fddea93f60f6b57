import { describe, expect, it } from 'vitest';
import { createFrontmatter } from '../../src/adapters/frontmatter/create-frontmatter.ts';
import type { DocumentChange, Evidence } from '../../src/domain/evidence.ts';
import { askGate } from '../../src/gates/registry.ts';
import { createTask } from '../helpers/store.ts';

const ask = (gate: string, evidence: Partial<Evidence>) => askGate(gate, evidence, createTask());
const frontmatter = createFrontmatter();

describe('spec-format (MA-229)', () => {
  const judge = (files: Readonly<Record<string, string>>) =>
    ask('spec-format', { workItem: { directory: 'd', files } });

  it('names the headings that are missing', () => {
    const spec = '# Touched modules\n# API changes\n# Data changes\n# New gates and checks\n';
    expect(judge({ '02-trz.md': `${spec}# Artifacts to update\n` }).outcome).toBe('pass');
    expect(judge({ '02-trz.md': spec })).toMatchObject({
      outcome: 'fail',
      reason: '02-trz.md lacks the headings: Artifacts to update',
    });
    expect(judge({})).toMatchObject({ outcome: 'fail', reason: '02-trz.md not found' });
  });
});

describe('test-plan-format (MA-230)', () => {
  const judge = (text: string) => {
    const reading = frontmatter.readYaml(text);
    const path = '04-test-plan.yaml';
    return ask('test-plan-format', {
      testPlan: reading.ok
        ? { path, status: 'read', fields: reading.fields, text }
        : { path, status: 'unreadable', problem: `line ${reading.line}: ${reading.problem}`, text },
    });
  };
  const plan =
    'work_item: T-1\ntests:\n  - id: TC-01\n    type: unit\n    description: D.\n    module: src/a\n    expected: E.\n';

  it('passes a complete plan, and names what another lacks', () => {
    expect(judge(`\uFEFF${plan.replaceAll('\n', '\r\n')}`).outcome).toBe('pass');
    expect(judge(plan.replace('unit', 'manual'))).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('tests.0.type'),
    });
    expect(ask('test-plan-format', { testPlan: { path: 'p', status: 'missing' } }).reason).toBe('p not found');
  });

  it.each([
    ['', 'not a mapping'],
    ['tests: [', 'line 1: invalid YAML'],
    [`${plan}work_item: T-2\n`, 'line 8: invalid YAML'],
    [`${plan}# \u0007\n`, 'a control character'],
    ['a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n', 'lias'],
  ])('%j is no plan (INV-13)', (text, problem) => {
    expect(judge(text)).toMatchObject({ outcome: 'fail', reason: expect.stringContaining(problem) });
  });
});

const RECORD = '# One\n\nStatus: accepted\n\n**Context.** A\n\n**Decision.** B\n\n**Consequences.** C\n';

describe('adr-format (MA-231)', () => {
  const judge = (...documentChanges: readonly DocumentChange[]) => ask('adr-format', { documentChanges });
  const path = 'docs/decisions/0001-one.md';
  const index = (after: string | null): DocumentChange => ({ path: 'docs/README.md', before: null, after });

  it('a new record stands in its index', () => {
    expect(judge({ path, before: null, after: RECORD }, index('[1](decisions/0001-one.md)')).outcome).toBe('pass');
    expect(judge({ path, before: null, after: RECORD }, index('nothing'))).toMatchObject({
      outcome: 'fail',
      reason: `${path}: docs/README.md does not name it`,
    });
    expect(judge({ path, before: null, after: RECORD }, index(null)).outcome).toBe('pass');
    expect(judge().outcome).toBe('pass');
  });

  it('an accepted one is not edited', () => {
    expect(judge({ path, before: RECORD, after: RECORD.replace('B', 'D') })).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('was accepted and is edited'),
      evidence: { paths: [path] },
    });
  });
});

describe('changelog-entry (MA-234)', () => {
  const before = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n';
  const source = { status: 'M', path: 'src/a.ts' } as const;
  const judge = (after: string | null, diff: Evidence['diff'] = [source]) =>
    ask('changelog-entry', {
      diff,
      documentChanges: after === null ? [] : [{ path: 'CHANGELOG.md', before, after }],
    });

  it('a change of the product needs a new entry on top', () => {
    expect(judge(`${before}- Two.\n`).outcome).toBe('pass');
    expect(judge(null)).toMatchObject({ outcome: 'fail', evidence: { paths: ['src/a.ts'] } });
    expect(judge(`${before}\n## [0.1.0] - 2026-01-01\n- Old.\n`).outcome).toBe('fail');
    expect(judge('# Changelog\n## Next\n- Two.\n').reason).toContain('"Next" is no');
  });

  it('a change of tests and documents alone needs none', () => {
    expect(
      judge(null, [
        { status: 'M', path: 'tests/a.test.ts' },
        { status: 'A', path: 'docs/x.md' },
      ]).outcome,
    ).toBe('pass');
  });
});
