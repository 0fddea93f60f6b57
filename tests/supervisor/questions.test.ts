import { expect, it } from 'vitest';
import { answerQuestion } from '../../src/app/tasks/questions.ts';
import { createScriptedModel, type ModelCall, type ModelStep } from '../helpers/scripted-model.ts';
import {
  answering,
  beginRun,
  createTestApp,
  openHands,
  type TestApp,
  type TestAppOptions,
} from '../helpers/test-app.ts';

const signal = new AbortController().signal;
const ask: ModelCall = { tool: 'ask_human', input: { question: 'Which colour?', options: ['red', 'blue'] } };
const say: ModelCall = { tool: 'report_progress', input: { text: 'meanwhile' } };
/** The guard asks a person about this one. */
const clean: ModelCall = { tool: 'run_repo_command', input: { worktree: 'task-x', command: 'git clean -fd' } };

const workWith = async (steps: readonly ModelStep[], options: Partial<TestAppOptions> = {}) => {
  const model = createScriptedModel(steps);
  const test = await createTestApp({ model, ...options });
  const run = await beginRun(test.app);
  const work = (again: TestApp = test) =>
    again.app.lead(openHands(again.app, run)).then((lead) => lead.work({ run: run.id, message: 'Go.', signal }));
  return { ...test, run, model, work };
};

const answerAll = async ({ app }: TestApp, answer: string) => {
  for (const question of await app.store.questions.open()) await answerQuestion(app, question, answer, 'pat');
};

it('hands the answer of a person at the terminal to the lead', async () => {
  const { work, model } = await workWith([{ calls: [ask] }, { say: 'Done.' }], { person: answering(() => 'blue') });
  expect(await work()).toEqual({ type: 'final', message: 'Done.' });
  expect(model.heard[1]?.answers).toEqual([{ answer: 'blue' }]);
});

it('waits when nobody is there, and goes on with the answer that came meanwhile', async () => {
  const { work, reopen, app, run } = await workWith([{ calls: [say, ask] }]);
  expect(await work()).toEqual({ type: 'waits', question: 'q-1' });
  expect(await app.store.questions.get('q-1')).toMatchObject({
    text: 'Which colour?',
    options: ['red', 'blue'],
    state: { status: 'open' },
  });

  const model = createScriptedModel([{ say: 'Done.' }]);
  const again = await reopen(model);
  expect(await work(again)).toEqual({ type: 'waits', question: 'q-1' });
  await answerAll(again, 'red');
  expect(await work(again)).toEqual({ type: 'final', message: 'Done.' });
  // The call beside the question had come to its end and is not repeated.
  expect(model.heard[0]?.answers).toEqual([{ ok: true }, { answer: 'red' }]);
  expect(await again.app.store.questions.inRun(run.id)).toHaveLength(1);
});

it('puts an open question once more when somebody is there on resume', async () => {
  const { work, reopen } = await workWith([{ calls: [ask] }]);
  await work();
  const model = createScriptedModel([{ say: 'Done.' }]);
  const again = await reopen(model, { person: answering(({ text }) => `blue, to ${text}`) });
  expect(await work(again)).toEqual({ type: 'final', message: 'Done.' });
  expect(model.heard[0]?.answers).toEqual([{ answer: 'blue, to Which colour?' }]);
});

it('starts no call that comes after a question that waits', async () => {
  const { work, events, reopen } = await workWith([{ calls: [ask, say] }]);
  await work();
  expect(events.filter(({ type }) => type === 'lead-said')).toEqual([]);
  const model = createScriptedModel([{ say: 'Done.' }]);
  const again = await reopen(model);
  await answerAll(again, 'red');
  await work(again);
  expect(model.heard[0]?.answers).toMatchObject([{ answer: 'red' }, { code: 'interrupted' }]);
});

it('waits for the guard\'s "ask" where the person wants that, and lets the lead call again', async () => {
  const variables = { ORCHESTRATOR_GUARD_ASK: 'wait' };
  const create: ModelCall = { tool: 'create_worktree', input: { slug: 'x' } };
  const { work, reopen } = await workWith([{ calls: [create] }, { calls: [clean] }], { variables });
  expect(await work()).toMatchObject({ type: 'waits' });

  const model = createScriptedModel([{ calls: [clean] }, { say: 'Done.' }]);
  const again = await reopen(model);
  expect(await work(again)).toMatchObject({ type: 'waits' });
  await answerAll(again, 'approve');
  expect(await work(again)).toEqual({ type: 'final', message: 'Done.' });
  expect(model.heard[0]?.answers.at(-1)).toMatchObject({
    code: 'interrupted',
    next: expect.stringContaining('Call it again'),
  });
  expect(model.heard[1]?.answers.at(-1)).toMatchObject({ decision: 'allow', reason: 'approved by pat', exit_code: 0 });
});

it('ends the run when the person does not confirm the plan', async () => {
  const plan: ModelCall = {
    tool: 'record_plan',
    input: { summary: 's', tasks: [{ slug: 'a', title: 't', prompt: 'p', kind: 'docs', depends_on: [] }] },
  };
  const { work } = await workWith([{ calls: [plan] }], { person: { present: true, confirmPlan: async () => false } });
  await expect(work()).rejects.toMatchObject({ code: 'interrupted', exitCode: 130 });
});
