import { expect, it } from 'vitest';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
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

it('INV-1: stops when somebody else moves main, and merges nothing on top of it', async () => {
  const scene: { move: () => void } = { move: () => undefined };
  const model = createScriptedModel([
    {
      calls: [
        plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }),
        { tool: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
        { tool: 'wait_for_jobs' },
      ],
    },
    () => {
      scene.move();
      return {
        calls: [
          { tool: 'merge_locally', input: { task: 'hello' } },
          { tool: 'report_progress', input: { text: 'go on' } },
        ],
      };
    },
  ]);
  const { app, repository, events } = await createTestApp({ model });
  scene.move = () => void repository.commit({ 'stranger.txt': 'who was that?' });
  const report = await runMainJob(app, { goal: 'Say hello', pipeline: null }, signal);

  expect(report).toMatchObject({ status: 'waiting', summary: expect.stringContaining('not by this orchestrator') });
  expect(repository.git(['ls-files'])).not.toContain('hello.txt');
  expect(events.filter((event) => event.type === 'lead-said')).toEqual([]);
});

it('goes on after the final message while jobs are under way, and tells what came of them', async () => {
  const model = createScriptedModel([
    {
      calls: [
        plan({ slug: 'hello', prompt: 'WRITE hello.txt hi' }),
        { tool: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
      ],
    },
    { say: 'They are at it.' },
    { calls: [{ tool: 'merge_locally', input: { task: 'hello' } }] },
    { say: 'Now it is merged.' },
  ]);
  const { app } = await createTestApp({ model });
  const report = await runMainJob(app, { goal: 'Say hello', pipeline: null }, signal);
  expect(report).toMatchObject({ status: 'done', summary: 'Now it is merged.' });
  expect(model.heard[2]?.items.at(-1)).toMatchObject({ role: 'user', content: expect.stringContaining('J-1') });
});

it('sends a red task back with the output of the failing check', async () => {
  const model = createScriptedModel([
    {
      calls: [
        plan({ slug: 'hello', prompt: 'WRITE hello.txt RED' }),
        { tool: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
        { tool: 'wait_for_jobs' },
      ],
    },
    {
      calls: [
        { tool: 'merge_locally', input: { task: 'hello' } },
        { tool: 'read_verdict', input: { task: 'hello', gate: 'checks-green' } },
      ],
    },
    {
      calls: [
        {
          tool: 'enqueue_role_agent',
          input: { task: 'hello', role: 'developer', instructions: 'WRITE hello.txt green' },
        },
        { tool: 'wait_for_jobs' },
      ],
    },
    { calls: [{ tool: 'merge_locally', input: { task: 'hello' } }] },
    { say: 'Mended and merged.' },
  ]);
  const { app, repository } = await createTestApp({ model });
  const report = await runMainJob(app, { goal: 'Say hello', pipeline: null }, signal);

  expect(model.heard[2]?.answers.slice(-2)).toMatchObject([
    { merged: false, commit: null, checks: [{ command: 'node check.mjs', exit_code: 1 }] },
    {
      status: 'sent-back',
      gates: [{ outcome: 'fail', evidence: { checks: [{ output: expect.stringContaining('not ok: hello.txt') }] } }],
    },
  ]);
  expect(report).toMatchObject({ status: 'done', tasks: [{ status: 'merged', attempts: 2 }] });
  expect(repository.git(['show', 'HEAD:hello.txt'])).toBe('green');
});
