import { expect, it } from 'vitest';
import { createScriptedModel, type ModelCall } from '../helpers/scripted-model.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

const signal = new AbortController().signal;

/** Ends when it has met its other half at work in another worktree; alone it would wait for ever. */
const MEET = `import { existsSync, writeFileSync } from 'node:fs';
writeFileSync('here', '');
while (!existsSync(process.argv[2] + '/here')) await new Promise((resolve) => setTimeout(resolve, 5));
console.log('met');
`;

/** Makes the calls in one turn and gives what the model was answered, in order. */
const answersTo = async (...calls: readonly ModelCall[]) => {
  const model = createScriptedModel([{ calls }, { say: 'Done.' }]);
  const { app, events } = await createTestApp({ model });
  const run = await beginRun(app);
  const end = await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Go.', signal });
  expect(end).toEqual({ type: 'final', message: 'Done.' });
  return { app, run, events, answers: model.heard[1]?.answers ?? [], items: model.heard[1]?.items ?? [] };
};

it('answers a call of an unknown tool with the list of the known ones', async () => {
  const { answers } = await answersTo({ tool: 'write_file', input: { path: 'x' } });
  expect(answers).toEqual([
    {
      code: 'usage',
      message: 'There is no tool "write_file".',
      next: expect.stringContaining('ask_human, create_worktree, enqueue_role_agent'),
    },
  ]);
});

it('refuses unknown parameters and names the known ones', async () => {
  const { answers, app, run } = await answersTo(
    { tool: 'report_progress', input: { text: 'hi', loud: true } },
    {
      tool: 'record_plan',
      input: { summary: 's', tasks: [{ slug: 'a', title: 't', prompt: 'p', kind: 'feature', owner: 'me' }] },
    },
  );
  expect(answers[0]).toMatchObject({
    code: 'usage',
    message: expect.stringContaining('loud'),
    next: 'Known parameters: text.',
  });
  expect(answers[1]).toMatchObject({ code: 'usage', message: expect.stringContaining('owner') });
  expect(await app.store.tasks.inRun(run.id)).toEqual([]);
});

it.each(['', '{"text": ', '["text"]', 'null', 'text'])(
  'answers arguments that are no JSON object: %j',
  async (input) => {
    const { answers, items } = await answersTo({ tool: 'report_progress', input });
    expect(answers).toMatchObject([{ code: 'usage', next: expect.stringContaining('text') }]);
    // Some services refuse a conversation that holds broken JSON.
    expect(items).toContainEqual(expect.objectContaining({ type: 'function_call', arguments: '{}' }));
  },
);

it('takes null for an optional parameter as absent', async () => {
  const { answers } = await answersTo({ tool: 'wait_for_jobs', input: { jobs: null, timeout_seconds: 0 } });
  expect(answers).toEqual([{ jobs: [] }]);
});

it('gives the errors of a use case as data', async () => {
  const { answers } = await answersTo(
    { tool: 'merge_locally', input: { task: 'nope' } },
    { tool: 'wait_for_jobs', input: { jobs: ['J-9'] } },
    { tool: 'enqueue_role_agent', input: { task: 'nope', role: 'wizard', instructions: '' } },
    { tool: 'create_worktree', input: { slug: 'a', base: '--orphan' } },
  );
  expect(answers.map(({ code }) => code)).toEqual(['unknown-task', 'unknown-job', 'prompt-invalid', 'usage']);
  for (const answer of answers) expect(answer).toMatchObject({ message: expect.any(String), next: expect.any(String) });
});

it('performs calls with one id each on its own, and answers each', async () => {
  const call = (text: string): ModelCall => ({ tool: 'report_progress', input: { text }, id: 'same' });
  const { events, items } = await answersTo(call('one'), call('two'));
  expect(events.flatMap((event) => (event.type === 'lead-said' ? [event.text] : []))).toEqual(['one', 'two']);
  const results = items.filter((item) => item.type === 'function_call_result');
  expect(results.map((item) => 'callId' in item && item.callId)).toEqual(['same', 'same']);
});

it('keeps apart calls of two turns that have one id', async () => {
  const call = (text: string): ModelCall => ({ tool: 'report_progress', input: { text }, id: 'same' });
  const model = createScriptedModel([{ calls: [call('one')] }, { calls: [call('two')] }, { say: 'Done.' }]);
  const { app, events } = await createTestApp({ model });
  const run = await beginRun(app);
  await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Go.', signal });
  expect(events.flatMap((event) => (event.type === 'lead-said' ? [event.text] : []))).toEqual(['one', 'two']);
  expect(model.heard.map(({ answers }) => answers.length)).toEqual([0, 1, 2]);
});

it('tells onlookers of each call, bounded', async () => {
  const { events } = await answersTo({ tool: 'report_progress', input: { text: 'x'.repeat(5_000) } });
  const [called] = events.filter((event) => event.type === 'tool-called');
  expect(called).toMatchObject({ tool: 'report_progress', output: '{"ok":true}' });
  expect(called?.input.length).toBeLessThanOrEqual(2_000);
});

it('INV-15: runs the commands of one turn on one worktree in the order given', async () => {
  const commit = (subject: string) => `git commit --allow-empty -m ${subject}`;
  const commands = [commit('one'), commit('two'), commit('three'), 'git log --format=%s -3'];
  const { answers } = await answersTo(
    { tool: 'create_worktree', input: { slug: 'x' } },
    ...commands.map((command) => ({ tool: 'run_repo_command', input: { worktree: 'task-x', command } })),
  );
  expect(answers.slice(1).map((answer) => answer.decision)).toEqual(['allow', 'allow', 'allow', 'allow']);
  expect(answers.at(-1)).toMatchObject({ stdout: 'three\ntwo\none\n' });
});

it('CX-28: runs commands in different worktrees at the same time', async () => {
  const model = createScriptedModel([
    {
      calls: [
        { tool: 'create_worktree', input: { slug: 'a' } },
        { tool: 'create_worktree', input: { slug: 'b' } },
      ],
    },
    {
      calls: [
        { tool: 'run_repo_command', input: { worktree: 'task-a', command: 'node meet.mjs ../task-b' } },
        { tool: 'run_repo_command', input: { worktree: 'task-b', command: 'node meet.mjs ../task-a' } },
      ],
    },
    { say: 'Done.' },
  ]);
  const { app, repository } = await createTestApp({ model });
  repository.commit({ 'meet.mjs': MEET });
  const run = await beginRun(app);
  await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Go.', signal });
  expect(model.heard[2]?.answers.slice(2)).toMatchObject([
    { exit_code: 0, stdout: 'met\n' },
    { exit_code: 0, stdout: 'met\n' },
  ]);
});

it('asks again when the model says nothing, and gives up after three times', async () => {
  const patient = createScriptedModel([{}, { say: ' ' }, { say: 'Here I am.' }]);
  const first = await createTestApp({ model: patient });
  const run = await beginRun(first.app);
  const order = { run: run.id, message: 'Go.', signal };
  expect(await (await first.app.lead(openHands(first.app, run))).work(order)).toEqual({
    type: 'final',
    message: 'Here I am.',
  });
  expect(patient.heard[1]?.items.at(-1)).toMatchObject({ role: 'user', content: expect.stringContaining('empty') });

  const mute = createScriptedModel([{}, {}, {}]);
  const second = await first.reopen(mute);
  const lead = await second.app.lead(openHands(second.app, run));
  await expect(lead.work(order)).rejects.toMatchObject({ code: 'model-misbehaved' });
});
