import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { changeProblems } from '../../scripts/check-change.ts';

const SCRIPT = join(import.meta.dirname, '../../scripts/check-change.ts');
const made: string[] = [];
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
});

const CHANGELOG = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n';
const ENTRY = { 'CHANGELOG.md': `${CHANGELOG}- Two.\n` };
const RECORD = '# One\n\nStatus: accepted\n\n**Context.** A\n\n**Decision.** B\n\n**Consequences.** C\n';
const GATE = 'export const judge = () => true;\n';

type Files = Readonly<Record<string, string>>;

const repository = () => {
  const root = mkdtempSync(join(tmpdir(), 'change-'));
  made.push(root);
  const git = (...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...argv], {
      cwd: root,
      encoding: 'utf8',
    });
  const commit = (files: Files, subject = 'feat: change it') => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    git('add', '--all');
    git('commit', '--quiet', '--message', subject);
  };
  git('init', '--quiet', '--initial-branch', 'main');
  commit({ 'CHANGELOG.md': CHANGELOG, 'src/gates/a.ts': GATE, 'docs/decisions/0001-one.md': RECORD }, 'feat: begin');
  return { root, git, commit };
};

/** What is missing in one commit on top of a repository with a gate, a record and a changelog. */
const missingIn = (files: Files, subject?: string): readonly string[] => {
  const { root, commit } = repository();
  commit(files, subject);
  return changeProblems(root, 'HEAD^');
};

const run = (root: string, ...argv: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SCRIPT, ...argv], { cwd: root, encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
};

describe('a changed gate brings a decision record (MA-054, MA-258)', () => {
  const gate = { 'src/gates/a.ts': `${GATE}export const more = 1;\n`, ...ENTRY };
  const record = (transition: string) => ({ 'docs/decisions/0002-two.md': `${RECORD}\n${transition}\n` });

  it('without one it fails with the paths', () => {
    expect(missingIn(gate)).toEqual(['gates are changed without a decision record in docs/decisions: src/gates/a.ts']);
  });

  it('one with a transition plan is enough, one without is not (MA-257)', () => {
    expect(missingIn({ ...gate, ...record('**Transition.** None is under way.') })).toEqual([]);
    expect(missingIn({ ...gate, ...record('## Transition plan\nBoth contracts hold.') })).toEqual([]);
    expect(missingIn({ ...gate, ...record('') })).toEqual([
      expect.stringContaining('no record says under "Transition"'),
    ]);
  });

  it.each(['.openclaw/pipelines/delivery.yaml', 'src/gates/registry.ts', 'src/domain/verdict/verdict-words.ts'])(
    '%s is part of it',
    (path) => {
      expect(missingIn({ [path]: 'new: 1\n', ...ENTRY })).toEqual([expect.stringContaining(path)]);
    },
  );

  it('comments and blank lines change no gate, and other code is none', () => {
    expect(missingIn({ 'src/gates/a.ts': `/** What it does. */\n\n${GATE}` })).toEqual([]);
    expect(missingIn({ 'src/app/a.ts': GATE, ...ENTRY })).toEqual([]);
  });

  it('the record counts over the whole range, in whichever commit it came', () => {
    const { root, commit } = repository();
    commit({ ...gate });
    commit(record('**Transition.** None.'), 'docs: say why');
    expect(changeProblems(root, 'HEAD~2')).toEqual([]);
    expect(changeProblems(root, 'HEAD^')).toEqual([]);
    expect(changeProblems(root, 'HEAD~2^{commit}')).toEqual([]);
  });
});

describe('a change', () => {
  it('of the product needs a new entry on top of the changelog (MA-234)', () => {
    expect(missingIn({ 'src/app/a.ts': GATE })).toEqual([expect.stringContaining('has no new entry: src/app/a.ts')]);
    expect(missingIn({ 'tests/a.test.ts': GATE, 'docs/x.md': '# X\n' })).toEqual([]);
  });

  it('edits no accepted record (MA-231)', () => {
    expect(missingIn({ 'docs/decisions/0001-one.md': RECORD.replace('B', 'D') }, 'docs: edit')).toEqual([
      'docs/decisions/0001-one.md: it was accepted and is edited: a new record supersedes it',
    ]);
    expect(
      missingIn({ 'docs/decisions/0001-one.md': RECORD.replace('accepted', 'superseded by 2') }, 'docs: x'),
    ).toEqual([]);
  });

  it('has conventional subjects and branches (MA-241)', () => {
    expect(missingIn({ 'docs/x.md': '# X\n' }, 'update stuff')).toEqual(['no conventional subject: update stuff']);
    const { root, git, commit } = repository();
    git('switch', '--quiet', '--create', 'Feature/x');
    commit({ 'docs/x.md': '# X\n' }, 'docs: x');
    expect(changeProblems(root, 'main')).toEqual(['no conventional branch: Feature/x']);
    git('branch', '--move', 'feature/ORCH-7-x');
    expect(changeProblems(root, 'main')).toEqual([]);
  });
});

describe('the command', () => {
  it('exits 1 with what is missing, 0 when nothing is, 2 for a base that is none', () => {
    const { root, commit } = repository();
    commit({ 'src/gates/a.ts': 'export {};\n', ...ENTRY });
    expect(run(root)).toMatchObject({ status: 1, said: expect.stringContaining('src/gates/a.ts') });
    commit({ 'docs/x.md': '# X\n' }, 'docs: x');
    expect(run(root)).toMatchObject({ status: 0, said: expect.stringContaining('nothing is missing') });
    expect(run(root, 'no-such')).toMatchObject({ status: 2, said: expect.stringContaining('no-such is no commit') });
  });

  it('says so where there is nothing to compare with: a first commit, a shallow clone', () => {
    const { root, commit } = repository();
    expect(run(root)).toEqual({
      status: 0,
      said: 'this is the first commit: nothing to compare with, nothing checked\n',
    });
    expect(run(root, '0'.repeat(40))).toMatchObject({ status: 0, said: expect.stringContaining('first commit') });
    commit({ 'docs/x.md': '# X\n' }, 'docs: x');
    const clone = mkdtempSync(join(tmpdir(), 'shallow-'));
    made.push(clone);
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, clone]);
    expect(run(clone)).toMatchObject({
      status: 0,
      said: expect.stringContaining('HEAD^ is not in this shallow clone'),
    });
  });
});
