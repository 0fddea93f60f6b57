import type { AgentInputItem } from '@openai/agents';
import { expect, it } from 'vitest';
import type { LeadApp } from '../../src/app/lead/lead-hands.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Store } from '../../src/ports/store.ts';
import { createDecidingModel, type Heard, type ModelStep } from '../helpers/scripted-model.ts';
import { beginRun, createTestApp, openHands, type TestApp } from '../helpers/test-app.ts';

const signal = new AbortController().signal;

/** The power fails after so many commits: from then on nothing is stored any more. */
const failingAfter = (store: Store, commits: number): Store & { readonly failed: () => boolean } => {
  let left = commits;
  return {
    ...store,
    commit: async (changes) => {
      if (left-- <= 0) throw new Error('power failure');
      await store.commit(changes);
    },
    failed: () => left < 0,
  };
};

/** Plans, looks about and says so, in three turns; does again what was interrupted. */
const decide = ({ items }: Heard): ModelStep => {
  const done = new Set(
    items.flatMap((item) => (item.type === 'function_call_result' && !isInterrupted(item) ? [item.name] : [])),
  );
  if (!done.has('record_plan')) {
    return {
      calls: [
        {
          tool: 'record_plan',
          input: { summary: 's', tasks: [{ slug: 'hello', title: 'Hello', prompt: 'p', kind: 'docs' }] },
        },
      ],
    };
  }
  if (!done.has('report_progress') || !done.has('run_repo_command')) {
    return {
      calls: [
        { tool: 'report_progress', input: { text: 'I look about.' } },
        { tool: 'run_repo_command', input: { worktree: 'main', command: 'git log' } },
        { tool: 'no_such_tool' },
      ],
    };
  }
  return { say: 'All done.' };
};

const isInterrupted = (item: AgentInputItem): boolean => JSON.stringify(item).includes('\\"interrupted\\"');

const work = async (app: LeadApp, run: Run) =>
  (await app.lead(openHands(app, run))).work({ run: run.id, message: 'Go.', signal });

const itemsOf = async (app: LeadApp, run: Run): Promise<readonly AgentInputItem[]> =>
  (await app.store.leadItems.of(run.id, 1)).map((text) => JSON.parse(text) as AgentInputItem);

/** Works with a power failure after `commits`, then once more from what was stored. */
const workThrough = async (test: TestApp, commits: number) => {
  const begun = (await test.reopen(createDecidingModel(decide))).app;
  const run = await beginRun(begun);
  const store = failingAfter(begun.store, commits);
  const first = await work({ ...begun, store }, run).catch(() => null);
  const { app } = await test.reopen(createDecidingModel(decide));
  const before = await itemsOf(app, run);
  const end = first ?? (await work(app, run));
  return { app, run, end, before, failed: store.failed() };
};

it('INV-7: goes on from every point at which a conversation may be cut off', async () => {
  const test = await createTestApp({ model: createDecidingModel(decide) });
  let commits = 0;
  for (let failed = true; failed; commits += 1) {
    const outcome = await workThrough(test, commits);
    failed = outcome.failed;
    expect(outcome.end, `after ${commits} commits`).toEqual({ type: 'final', message: 'All done.' });

    const items = await itemsOf(outcome.app, outcome.run);
    // What was stored stays as it was, and each call has exactly one answer.
    expect(items.slice(0, outcome.before.length)).toEqual(outcome.before);
    const calls = items.flatMap((item) => (item.type === 'function_call' ? [item.callId] : []));
    const results = items.flatMap((item) => (item.type === 'function_call_result' ? [item.callId] : []));
    expect(results.toSorted()).toEqual(calls.toSorted());
    expect(new Set(calls).size).toBe(calls.length);
    expect(await outcome.app.store.tasks.inRun(outcome.run.id)).toHaveLength(1);
  }
  expect(commits).toBeGreaterThan(10);
}, 120_000);
