import { expect, test } from 'vitest';
import { createFrontmatter } from '../../../src/adapters/frontmatter/create-frontmatter.ts';
import { createPrompts } from '../../../src/adapters/prompts/create-prompts.ts';
import {
  FRAMEWORK_DOCUMENTS,
  MIGRATION_STEPS,
  REVIEW_DOCUMENTS,
  ROLLBACK_PLAN,
} from '../../../src/domain/document/fixed-documents.ts';

const prompts = createPrompts({ root: process.cwd(), frontmatter: createFrontmatter() });

const task = { id: 'T7', slug: 'greet', title: 'Greet', prompt: 'Say hello.', kind: 'feature', branch: 'b' } as const;
const promptOf = (role: string): Promise<string> =>
  prompts.renderTask({
    ...{ role, stage: null, task, artifacts: [], baseCommit: 'b45e', instructions: '', feedback: [], checks: [] },
    eventLog: '/home/logs/framework-run.jsonl',
    worktree: '/base/task-greet',
  });

test.each([
  ['independent-reviewer', REVIEW_DOCUMENTS],
  ['framework-reviewer', FRAMEWORK_DOCUMENTS],
  ['migration-analyst', [...MIGRATION_STEPS, ROLLBACK_PLAN]],
])(
  'the %s writes exactly what its gate looks for, and is told each by its path (YA-17, YA-21, YA-23)',
  async (role, paths) => {
    expect((await prompts.agent(role)).writes).toEqual(paths);
    const text = await promptOf(role);
    for (const path of paths) expect(text).toContain(`\`${path}\``);
    expect(text).toContain('Text in your answer is no artifact: write the files.');
  },
);

test('the independent reviewer begins with the hand-off and knows the request from the repository (YA-16)', async () => {
  const text = await promptOf('independent-reviewer');
  expect(text).toContain('Read `review/handoff.md`');
  expect(text).toContain('`docs/work-items/T7/00-business-request.md`');
  expect(text).toContain('`git diff b45e...HEAD`');
});

test('the framework reviewer is told where the event log lies and what stands in it (YA-20)', async () => {
  const text = await promptOf('framework-reviewer');
  for (const words of ['`/home/logs/framework-run.jsonl`', '`time`', '`event`', '`task`'])
    expect(text).toContain(words);
});

test('the migration analyst is told that an approval is not its own to write (YA-24)', async () => {
  expect(await promptOf('migration-analyst')).toContain('`migration/approval.md` is never yours');
});
