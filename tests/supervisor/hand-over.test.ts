import { expect, it } from 'vitest';
import { createScriptedModel, type ModelStep } from '../helpers/scripted-model.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

const signal = new AbortController().signal;
const plan = {
  tool: 'record_plan',
  input: {
    summary: 'First hello, then bye.',
    tasks: [{ slug: 'hello', title: 'Say hello', prompt: 'p', kind: 'feature', depends_on: [] }],
  },
};
const look = { tool: 'list_worktrees' };

const workWith = async (variables: Readonly<Record<string, string>>, steps: readonly ModelStep[]) => {
  const model = createScriptedModel(steps);
  const test = await createTestApp({ model, variables });
  const { app } = test;
  const run = await beginRun(app, 'Greet the world');
  const end = await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Greet the world', signal });
  return { ...test, run, model, end };
};

it('hands over to a fresh lead after a number of turns, with the stored state and nothing else', async () => {
  const { model, end, app, run } = await workWith({ ORCHESTRATOR_HANDOVER_TURNS: '2' }, [
    { calls: [plan] },
    { say: 'A secret thought.', calls: [look] },
    { calls: [look] },
    { say: 'Done.' },
  ]);
  expect(end).toEqual({ type: 'final', message: 'Done.' });
  expect(await app.store.leadItems.newestLead(run.id)).toBe(2);

  const [first] = model.heard[2]?.items ?? [];
  expect(model.heard[2]?.items).toHaveLength(1);
  expect(first).toMatchObject({ role: 'user', content: expect.stringContaining('Greet the world') });
  expect(first).toMatchObject({ content: expect.stringContaining('First hello, then bye.') });
  expect(first).toMatchObject({ content: expect.stringContaining('T-1 `hello` (Say hello): planned in development') });
  expect(JSON.stringify(first)).not.toContain('A secret thought.');
});

it('hands over when the context has grown too large, after the calls of that turn', async () => {
  const { model, events } = await workWith({ ORCHESTRATOR_HANDOVER_CONTEXT_TOKENS: '5000' }, [
    { calls: [plan], inputTokens: 5_001 },
    { say: 'Done.' },
  ]);
  expect(model.heard[1]?.items).toMatchObject([{ content: expect.stringContaining('`hello`') }]);
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'notice', text: expect.stringContaining('fresh lead') }),
  );
});

it('tells a fresh lead what the old one was told last and never answered', async () => {
  const { reopen, run } = await workWith({ ORCHESTRATOR_HANDOVER_TURNS: '2' }, [
    { calls: [look] },
    { say: 'That is all.' },
  ]);

  const second = createScriptedModel([{ say: 'Now it is.' }]);
  const { app } = await reopen(second);
  await (await app.lead(openHands(app, run))).work({ run: run.id, message: 'J-7 has failed.', signal });
  expect(second.heard[0]?.items).toMatchObject([{ role: 'user', content: expect.stringContaining('J-7 has failed.') }]);
});
