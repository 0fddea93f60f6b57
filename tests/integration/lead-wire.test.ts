import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { createModel } from '../../src/adapters/model/create-model.ts';
import { runMainJob } from '../../src/app/runs/run-main-job.ts';
import { type Script, type ScriptedFault, startScriptedServer } from '../helpers/scripted-responses-server.ts';
import { createTestApp } from '../helpers/test-app.ts';

const signal = new AbortController().signal;

const SCRIPT: Script = [
  {
    text: 'I look around.',
    calls: [{ name: 'run_repo_command', input: { worktree: 'main', command: 'git log --oneline' } }],
  },
  {
    calls: [
      {
        name: 'record_plan',
        input: {
          summary: 'One task.',
          tasks: [{ slug: 'hello', title: 'Say hello', prompt: 'WRITE hello.txt hi', kind: 'feature', depends_on: [] }],
        },
      },
      { name: 'enqueue_role_agent', input: { task: 'hello', role: 'developer', instructions: '' } },
      { name: 'no_such_tool', input: { a: 1 } },
    ],
  },
  { calls: [{ name: 'wait_for_jobs', input: {} }] },
  { calls: [{ name: 'merge_locally', input: { task: 'hello' } }] },
  { text: 'Merged.' },
];

const startJob = async (api: 'responses' | 'chat_completions', faults: readonly ScriptedFault[] = []) => {
  const server = await startScriptedServer(SCRIPT, { faults });
  onTestFinished(() => server.close());
  const settings = { apiKey: 'key', baseUrl: server.url, name: 'some-model', api, timeoutMs: 600_000 };
  const model = createModel(settings, { clock: systemClock, onWait: () => undefined });
  const { app, repository } = await createTestApp({ model });
  return { server, app, repository };
};

it.each(['responses', 'chat_completions'] as const)('does the main job over HTTP with the %s API', async (api) => {
  const { server, app, repository } = await startJob(api);
  const report = await runMainJob(app, { goal: 'Say hello', pipeline: null }, signal);

  expect(report).toMatchObject({ status: 'done', summary: 'Merged.' });
  expect(repository.git(['show', 'HEAD:hello.txt'])).toBe('hi');
  expect(server.unexpected).toEqual([]);
  // Each call has exactly one answer in the request that follows.
  expect(server.requests.map(({ results }) => results.length)).toEqual([0, 1, 4, 5, 6]);
  expect(server.requests.at(-1)?.results[3]).toContain('There is no tool \\"no_such_tool\\"');
});

it('sends requests that any compatible service understands', async () => {
  const { server, app } = await startJob('responses');
  await runMainJob(app, { goal: 'Say hello', pipeline: null }, signal);

  const [first, second] = server.requests.map(({ body }) => body);
  expect(Object.keys(first ?? {}).toSorted()).toMatchInlineSnapshot(`
    [
      "include",
      "input",
      "instructions",
      "model",
      "stream",
      "tools",
    ]
  `);
  expect(first).toMatchObject({ model: 'some-model', input: [{ role: 'user', content: 'Say hello' }] });
  expect(second?.input).toMatchObject([
    { role: 'user' },
    { type: 'message', role: 'assistant' },
    { type: 'function_call', call_id: 'call_t0_0', name: 'run_repo_command' },
    { type: 'function_call_output', call_id: 'call_t0_0' },
  ]);
});

it('ends a run whose key is refused with what to check, and leaves the repository alone', async () => {
  const { app, repository } = await startJob('responses', [{ status: 401, error: { message: 'bad key' } }]);
  const before = repository.git(['for-each-ref']);
  await expect(runMainJob(app, { goal: 'Say hello', pipeline: null }, signal)).rejects.toMatchObject({
    cause: { code: 'model-key-refused', exitCode: 2, message: expect.stringContaining('OPENAI_API_KEY') },
    report: { status: 'stopped' },
  });
  expect(repository.git(['for-each-ref'])).toBe(before);
});

it('can be stopped while it waits for a model that does not answer', async () => {
  const server = await startScriptedServer([{ hang: true }]);
  onTestFinished(() => server.close());
  const settings = {
    apiKey: 'key',
    baseUrl: server.url,
    name: 'some-model',
    api: 'responses',
    timeoutMs: 600_000,
  } as const;
  const { app } = await createTestApp({
    model: createModel(settings, { clock: systemClock, onWait: () => undefined }),
  });
  const stop = new AbortController();
  const report = runMainJob(app, { goal: 'Say hello', pipeline: null }, stop.signal);
  await expect.poll(() => server.requests.length, { timeout: 20_000 }).toBe(1);
  stop.abort();
  expect(await report).toMatchObject({ status: 'stopped' });
});
