import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { formatProblems } from '../../scripts/check-formats.ts';

const RECORD = '# One\n\nStatus: accepted\n\n**Context.** A\n\n**Decision.** B\n\n**Consequences.** C\n';
const LESSONS = '# Lessons\n\n## Timeline\n\n## Causes\n\nT-12.\n\n## What worked\n\n## Rules\n';

const GOOD = {
  'docs/README.md': '[0001](decisions/0001-one.md)\n',
  'docs/decisions/0001-one.md': RECORD,
  'docs/history/LESSONS_2026-01-31.md': LESSONS,
  'CHANGELOG.md': '# Changelog\n\n## [Unreleased]\n',
};

const problemsOf = (files: Readonly<Record<string, string>>): readonly string[] => {
  const root = mkdtempSync(join(tmpdir(), 'formats-'));
  for (const [path, text] of Object.entries({ ...GOOD, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const problems = formatProblems(root);
  rmSync(root, { recursive: true });
  return problems;
};

it('documents in form are told nothing of', () => {
  expect(problemsOf({})).toEqual([]);
});

it.each([
  ['docs/decisions/0001-one.md', RECORD.replace('accepted', 'fine'), 'docs/decisions/0001-one.md: it has no status'],
  ['docs/decisions/0003-three.md', RECORD, 'numbered from 0001 on without gaps'],
  ['docs/decisions/0002-two.md', RECORD, 'docs/README.md: its table does not name docs/decisions/0002-two.md'],
  ['CHANGELOG.md', '# Changelog\n## Next\n', 'CHANGELOG.md: "Next" is no'],
  ['docs/history/LESSONS_2026-01-31.md', LESSONS.replace('## Causes', ''), 'it has no causes'],
  ['docs/history/LESSONS_2026-01-31.md', LESSONS.replace('T-12', 'It'), 'it names no task and no commit'],
  ['docs/history/LESSONS_lately.md', LESSONS, 'its name is not'],
])('%s out of form is named (MA-231, MA-234, MA-243)', (path, text, problem) => {
  expect(problemsOf({ [path]: text }).join('\n')).toContain(problem);
});
