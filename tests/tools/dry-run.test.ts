import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { createScriptedModel, type ModelCall } from '../helpers/scripted-model.ts';
import { createTestApp } from '../helpers/test-app.ts';

const CALLS: readonly ModelCall[] = [
  {
    tool: 'record_plan',
    input: {
      summary: 's',
      tasks: [{ slug: 'hello', title: 't', prompt: 'WRITE hello.txt hi', kind: 'docs', depends_on: [] }],
    },
  },
  { tool: 'create_worktree', input: { slug: 'hello' } },
  { tool: 'run_repo_command', input: { worktree: 'main', command: 'git fetch origin' } },
  { tool: 'run_repo_command', input: { worktree: 'main', command: 'git push origin main' } },
  { tool: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
  { tool: 'wait_for_jobs' },
  { tool: 'read_verdict', input: { task: 'hello' } },
  { tool: 'request_transition', input: { task: 'hello' } },
  { tool: 'merge_locally', input: { task: 'hello' } },
  { tool: 'remove_worktree', input: { worktree: 'task-hello' } },
  { tool: 'ask_human', input: { question: 'Really?' } },
  { tool: 'enqueue_role_agent', input: { task: 'nope', role: 'developer', instructions: '' } },
  { tool: 'create_worktree', input: { slug: 'hello', base: 'no-such-ref' } },
];

it('INV-11: changes nothing and answers in the usual shapes', async () => {
  const model = createScriptedModel([{ calls: CALLS }, { say: 'I would have said hello.' }]);
  const { app, repository } = await createTestApp({ model, variables: { ORCHESTRATOR_DRY_RUN: '1' } });
  const before = [
    repository.git(['for-each-ref']),
    repository.git(['worktree', 'list']),
    repository.git(['status', '--porcelain']),
  ];
  const report = await runMainJob(app, { goal: 'Say hello', pipeline: null }, new AbortController().signal);

  const answers = model.heard[1]?.answers ?? [];
  expect(answers.every((answer) => answer.dry === true)).toBe(true);
  expect(answers).toMatchObject([
    { tasks: [{ task: 'T-1', slug: 'hello', branch: 'task/hello', worktree: 'task-hello' }] },
    { worktree: 'task-hello', branch: 'task/hello', head: repository.git(['rev-parse', 'HEAD']) },
    { decision: 'allow', exit_code: null },
    { decision: 'deny' },
    { job: 'J-1' },
    { jobs: [{ job: 'J-1', status: 'succeeded', summary: 'dry run' }] },
    { stage: 'development', gates: [{ outcome: 'pending' }, { outcome: 'pending' }, { outcome: 'pending' }] },
    { from: 'development', to: 'checks', allowed: false },
    { merged: false, reason: expect.stringContaining('dry run'), conflicts: [], checks: [] },
    { removed: false },
    { answer: expect.stringContaining('dry run') },
    { code: 'unknown-task' },
    { code: 'worktree-invalid' },
  ]);
  expect(report).toMatchObject({ status: 'done', dryRun: true, tasks: [{ status: 'planned' }] });
  const after = [
    repository.git(['for-each-ref']),
    repository.git(['worktree', 'list']),
    repository.git(['status', '--porcelain']),
  ];
  expect(after).toEqual(before);
  expect(readdirSync(repository.base).filter((name) => name.startsWith('task-'))).toEqual([]);
});
