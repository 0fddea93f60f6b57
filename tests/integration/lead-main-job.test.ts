import { expect, it } from 'vitest';
import { runMainJob } from '../../src/app/run-main-job.ts';
import { createScriptedModel } from '../helpers/scripted-model.ts';
import { createTestApp } from '../helpers/test-app.ts';

const plan = (...tasks: { slug: string; prompt: string; depends_on?: string[] }[]) => ({
  tool: 'record_plan',
  input: {
    summary: 'As asked.',
    tasks: tasks.map((task) => ({ title: `Task ${task.slug}`, kind: 'feature', depends_on: [], ...task })),
  },
});
const signal = new AbortController().signal;

it('takes a goal through plan, role agents, gates and merges to a report', async () => {
  const model = createScriptedModel([
    {
      calls: [
        plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }, { slug: 'bye', prompt: 'WRITE bye.txt bye' }),
        { tool: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
        { tool: 'enqueue_role_agent', input: { task: 'bye', role: 'developer', instructions: '' } },
        { tool: 'wait_for_jobs' },
      ],
    },
    { calls: [{ tool: 'wait_for_jobs' }] },
    {
      calls: [
        { tool: 'merge_locally', input: { task: 'hello' } },
        { tool: 'run_repo_command', input: { worktree: 'main', command: 'git merge --no-ff task/bye' } },
      ],
    },
    { say: 'Both greetings are in main.' },
  ]);
  const { app, repository } = await createTestApp({ model });
  const report = await runMainJob(app, { goal: 'Say hello and bye', pipeline: null }, signal);

  expect(report.status).toBe('done');
  expect(report.tasks.map(({ status }) => status)).toEqual(['merged', 'merged']);
  expect(repository.git(['show', 'HEAD:hello.txt'])).toBe('hi');
  expect(repository.git(['show', 'HEAD:bye.txt'])).toBe('bye');
  expect(report.summary).toBe('Both greetings are in main.');
  expect(report.usage).toMatchObject({ inputTokens: 400, cachedTokens: 160, outputTokens: 40 });
  expect(model.heard[0]?.items).toEqual([{ role: 'user', content: 'Say hello and bye' }]);
});
