import { describe, expect, it } from 'vitest';
import { type CostLine, costView } from '../../../src/app/home/cost.ts';
import { NO_USAGE, type Usage } from '../../../src/domain/usage/usage.ts';
import { createJob, createRun, createTask, createTestStore } from '../../helpers/store.ts';

const used = (inputTokens: number, costUsd: number | null, model?: string): Usage => ({
  inputTokens,
  cachedTokens: 10,
  outputTokens: 1,
  costUsd,
  ...(model === undefined ? {} : { model }),
});

const line = (
  name: string,
  inputTokens: number,
  parts: number,
  costUsd: number | null,
  leastUsd = costUsd ?? 0,
): CostLine => ({
  name,
  inputTokens,
  cachedTokens: 10 * parts,
  outputTokens: parts,
  costUsd,
  leastUsd,
});

const createScene = async () => {
  const store = await createTestStore();
  await store.commit([
    { type: 'insert-run', run: createRun({ usage: used(100, 1, 'gpt-5') }) },
    { type: 'insert-run', run: createRun({ id: 'run-2', usage: NO_USAGE }) },
    { type: 'insert-task', task: createTask({ slug: 'greet' }) },
    { type: 'insert-task', task: createTask({ id: 'task-2', slug: 'bye' }) },
    { type: 'insert-task', task: createTask({ id: 'task-3', run: 'run-2', slug: 'later' }) },
    { type: 'insert-job', job: createJob({ id: 'j-1', usage: used(200, 2, 'opus') }) },
    { type: 'insert-job', job: createJob({ id: 'j-2', role: 'tester', usage: used(300, null) }) },
    { type: 'insert-job', job: createJob({ id: 'j-3', task: 'task-2', usage: used(400, 4, 'opus') }) },
    { type: 'insert-job', job: createJob({ id: 'j-4', task: 'task-2', usage: NO_USAGE }) },
    { type: 'insert-job', job: createJob({ id: 'j-5', run: 'run-2', task: 'task-3', usage: used(500, 0) }) },
  ]);
  return { store };
};

describe('what was used', () => {
  it('of a run, by task, role and model; a part without a price leaves the sum unknown', async () => {
    expect(await costView(await createScene(), 'run-1')).toEqual({
      total: line('total', 1000, 4, null, 7),
      runs: [line('run-1', 1000, 4, null, 7)],
      tasks: [line('task-1 greet', 500, 2, null, 2), line('task-2 bye', 400, 1, 4)],
      roles: [line('lead', 100, 1, 1), line('developer', 600, 2, 6), line('tester', 300, 1, null)],
      models: [line('gpt-5', 100, 1, 1), line('opus', 600, 2, 6), line('unknown model', 300, 1, null)],
    });
  });

  it('of a task, by id or slug', async () => {
    const view = await costView(await createScene(), 'task-2');
    expect(view).toMatchObject({ total: line('total', 400, 1, 4), roles: [line('developer', 400, 1, 4)] });
    expect(await costView(await createScene(), 'bye')).toEqual(view);
  });

  it('of all runs', async () => {
    const { total, runs } = await costView(await createScene(), null);
    expect(total).toEqual(line('total', 1500, 5, null, 7));
    expect(runs).toEqual([line('run-1', 1000, 4, null, 7), line('run-2', 500, 1, 0)]);
  });

  it('of what does not exist is an error', async () => {
    await expect(costView(await createScene(), 'nothing')).rejects.toMatchObject({ code: 'unknown-task' });
  });
});
