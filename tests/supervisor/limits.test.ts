import { expect, it } from 'vitest';
import { NO_USAGE } from '../../src/domain/usage/usage.ts';
import { createScriptedModel, type ModelStep } from '../helpers/scripted-model.ts';
import { createJob, createTask } from '../helpers/store.ts';
import { beginRun, createTestApp, openHands } from '../helpers/test-app.ts';

const signal = new AbortController().signal;
const look = { tool: 'list_worktrees' };

const workWith = async (variables: Readonly<Record<string, string>>, steps: readonly ModelStep[]) => {
  const model = createScriptedModel(steps);
  const test = await createTestApp({ model, variables });
  const run = await beginRun(test.app);
  const work = async () =>
    (await test.app.lead(openHands(test.app, run))).work({ run: run.id, message: 'Go.', signal });
  return { ...test, run, model, work };
};

it('stops before the first tool call too many', async () => {
  const { work, app, run, events } = await workWith({ ORCHESTRATOR_MAX_TOOL_CALLS: '3' }, [
    { calls: [look, look] },
    { calls: [look, look] },
  ]);
  await expect(work()).rejects.toMatchObject({
    code: 'limit-reached',
    next: expect.stringContaining('ORCHESTRATOR_MAX_TOOL_CALLS'),
  });
  expect(events.filter(({ type }) => type === 'tool-called')).toHaveLength(3);
  expect(await app.store.runs.get(run.id)).toMatchObject({ toolCalls: 3, turns: 2 });
});

it('lets the lead end its run with its last call used up', async () => {
  const { work } = await workWith({ ORCHESTRATOR_MAX_TOOL_CALLS: '2' }, [{ calls: [look, look] }, { say: 'Done.' }]);
  expect(await work()).toMatchObject({ type: 'final' });
});

it('stops before the first turn too many, and goes on when the limit is raised', async () => {
  const { work, reopen, run } = await workWith({ ORCHESTRATOR_MAX_TURNS: '2' }, [{ calls: [look] }, { calls: [look] }]);
  await expect(work()).rejects.toMatchObject({ code: 'limit-reached', exitCode: 4 });

  const model = createScriptedModel([{ say: 'Done.' }]);
  const { app } = await reopen(model, { variables: { ORCHESTRATOR_MAX_TURNS: '3' } });
  const lead = await app.lead(openHands(app, run));
  expect(await lead.work({ run: run.id, message: 'Go on.', signal })).toEqual({ type: 'final', message: 'Done.' });
  expect(model.heard[0]?.answers).toHaveLength(2);
});

it('stops at a budget of tokens that the lead and its agents use together', async () => {
  const { work, app, run } = await workWith({ ORCHESTRATOR_BUDGET_TOKENS: '1000' }, [
    { calls: [look] },
    { calls: [look] },
  ]);
  const usage = { ...NO_USAGE, inputTokens: 800, outputTokens: 0 };
  await app.store.commit([
    { type: 'insert-task', task: createTask({ id: 'T-9', run: run.id }) },
    { type: 'insert-job', job: createJob({ run: run.id, task: 'T-9', status: 'succeeded', usage }) },
  ]);
  await expect(work()).rejects.toMatchObject({ code: 'limit-reached', message: expect.stringContaining('1020 used') });
});

it('counts tokens and turns of a run as they come', async () => {
  const { work, app, run, events } = await workWith({}, [{ calls: [look] }, { say: 'Done.' }]);
  await work();
  const usage = { inputTokens: 200, cachedTokens: 80, outputTokens: 20, costUsd: null };
  expect(await app.store.runs.get(run.id)).toMatchObject({ usage, turns: 2, toolCalls: 1 });
  expect(events.filter(({ type }) => type === 'lead-turn').at(-1)).toMatchObject({
    turn: 2,
    usage: { inputTokens: 100, outputTokens: 10 },
  });
});

it('says that a budget in money cannot be kept where no price is known', async () => {
  const { work, events } = await workWith({ ORCHESTRATOR_BUDGET_USD: '5', ORCHESTRATOR_MODEL: 'some-model' }, [
    { say: 'Done.' },
  ]);
  await work();
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'notice', level: 'warning', text: expect.stringContaining('some-model') }),
  );
});
