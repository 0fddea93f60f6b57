import { describe, expect, it } from 'vitest';
import { isTestFile } from '../../../src/domain/checks/test-files.ts';
import { outsideScope } from '../../../src/domain/pipeline/write-scope.ts';
import { readFixReport } from '../../../src/domain/review/fix-report.ts';
import { openReview } from '../../../src/domain/review/open-review.ts';
import { promptGaps } from '../../../src/domain/worker/prompt-gaps.ts';
import { workBrief } from '../../../src/domain/worker/work-brief.ts';
import { frontmatter, prompts, task } from './shipped-prompts.ts';

const inputs = { dod: ['it greets'], url: 'http://localhost:3000/', stopCondition: '' };

const promptOf = (role: string): Promise<string> =>
  prompts.renderTask({
    ...{ role, stage: 'x', task, artifacts: [], baseCommit: 'b45e', headCommit: '4ead', eventLog: '/log' },
    ...{ instructions: '', feedback: [], checks: ['npm test'], worktree: '/base/task-greet' },
    commit: 'worker',
    brief: workBrief(inputs),
  });

/** Which of these a role may write. */
const inside = async (role: string, paths: readonly string[]): Promise<readonly string[]> => {
  const { writes } = await prompts.agent(role);
  const outside = outsideScope(paths, writes ?? ['**'], task);
  return paths.filter((path) => !outside.includes(path));
};

const item = (name: string): string => `docs/work-items/T7/${name}`;
const CODE = ['src/a.ts', 'CHANGELOG.md', 'docs/guide.md'];
const TESTS = ['tests/a.ts', 'src/a.test.ts', 'spec/a_spec.rb', 'test_a.py', 'pkg/a_test.go', 'src/__tests__/a.js'];
const SHARED = ['ORCH_RUN.md', 'CODE_REVIEW.md'];
const REPORTS = ['05-research.md', '12-review.md', '16-fix-report.md'].map(item);
const ALL = [
  ...CODE,
  ...TESTS,
  ...SHARED,
  ...REPORTS,
  item('00-business-request.md'),
  'docs/work-items/T8/12-review.md',
];

describe('what the roles of the strict stages may write (KB-22, KB-29, INV-15)', () => {
  it.each([
    ['researcher', [item('05-research.md')]],
    ['test-author', TESTS],
    ['fixer', [...CODE, ...TESTS, item('16-fix-report.md')]],
    // That it touches no test is a gate's business: it blocks with its work kept.
    ['executor', [...CODE, ...TESTS]],
  ])('%s', async (role, allowed) => {
    expect(await inside(role, ALL)).toEqual(allowed);
  });

  it('every path of the test author is a test by the rule of the gate', () => {
    expect(TESTS.filter((path) => !isTestFile(path))).toEqual([]);
  });
});

describe('what they are told (KB-20)', () => {
  it.each(['executor', 'test-author', 'fixer'])('the prompt of the %s is complete', async (role) => {
    const text = await promptOf(role);
    expect(promptGaps(text, { inputs, checks: ['npm test'], request: task.prompt })).toEqual([]);
    expect(text).toContain('nobody does it for you');
    expect(text).not.toContain('is committed for you');
  });

  it.each(['executor', 'fixer'])('the %s has no network unless its stage says so (KB-04)', async (role) => {
    expect((await prompts.agent(role)).network).toBe('none');
  });

  it('the harm without the frame and the brief: the role alone is no complete prompt', async () => {
    const bare = await prompts.renderTask({
      ...{ role: 'developer', stage: 'x', task, artifacts: [], baseCommit: 'b45e', eventLog: '/log' },
      ...{ instructions: '', feedback: [], checks: ['npm test'], worktree: '/base/task-greet' },
    });
    expect(promptGaps(bare, { inputs, checks: ['npm test'], request: task.prompt })).toEqual(
      expect.arrayContaining(['that nothing runs with sudo', 'the definition of done', 'the last line COMPLETED']),
    );
  });
});

describe('the examples that they are shown are read by the gates', () => {
  const exampleIn = (text: string, field: string) => {
    const block = [...text.matchAll(/```\n(---\n.*?\n---\n)```/gs)].find(([, each]) => each?.includes(`\n${field}:`));
    const reading = frontmatter.read(block?.[1] ?? '');
    if (!reading.ok) throw new Error(`no example shows ${field}: ${reading.problem}`);
    return reading.fields;
  };

  it('the two lists of the fixer', async () => {
    expect(readFixReport(exampleIn(await promptOf('fixer'), 'applied'))).toMatchObject({
      ok: true,
      report: { applied: ['P1-1'], declined: [{ finding: 'P2-1' }] },
    });
  });

  it('the open findings of the reviewer, and the range that it looks at (KB-28)', async () => {
    const text = await promptOf('reviewer');
    expect(openReview(exampleIn(text, 'open'))).toEqual({ ok: true, open: [] });
    expect(text).toContain('b45e..4ead');
    expect(text).toContain('[P1-1, P2-1]');
  });
});
