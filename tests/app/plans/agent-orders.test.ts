import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import type { PlanTask } from '../../../src/domain/plan/plan.ts';
import { createPlanTask } from '../../helpers/plan.ts';
import { createPlanScene } from './plan-scene.ts';

/** Says what it was given; hangs until there is a file `go`. */
const WORKER = [
  ...['sh', '-c'],
  'echo "planned: $PLANNED"; echo x > x.txt; test -f ../go || { touch "../at-$PLANNED"; exec sleep 987; }; touch ../done',
];

const agentTask = (id: string): PlanTask => ({
  ...createPlanTask(id, []),
  work: { type: 'agent', role: 'developer', prompt: `Do ${id}.`, promptFile: `/plans/${id}.md` },
  ...{ worktree: `task-${id}`, branch: `task/${id}`, env: { PLANNED: id } },
});

it('a job that an interrupt put back keeps the variables of its task, whichever task is started first', async () => {
  const scene = await createPlanScene({
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER),
    ORCHESTRATOR_MAX_WORKERS: '2',
  });
  const agents = [agentTask('a'), agentTask('b')];
  const stop = new AbortController();
  const first = scene.run(agents, {}, { signal: stop.signal });
  const begun = ['a', 'b'].map((id) => join(scene.base, `at-${id}`));
  await vi.waitFor(() => expect(begun.every((file) => existsSync(file))).toBe(true), { timeout: 60_000 });
  stop.abort(new Error('interrupted'));
  await first;
  writeFileSync(join(scene.base, 'go'), '');
  const report = await scene.run([
    createPlanTask('x', ['sh', '-c', 'until test -f done; do sleep 0.05; done']),
    ...agents,
  ]);
  expect(report.tasks.map(({ status }) => status)).toEqual(['ready', 'ready', 'ready']);
  for (const id of ['a', 'b']) {
    const said = scene.file(report, `logs/${id}.log`)?.match(/^planned:.*$/gm);
    expect(said, id).toEqual([`planned: ${id}`, `planned: ${id}`]);
  }
});

it.each([
  ['the plan has no more', []],
  ['the plan has in another form', [{ ...agentTask('a'), env: { PLANNED: 'b' } }]],
])('INV-7, INV-14: an agent that an interrupt cut off does not go on with a task that %s', async (_, tasks) => {
  const scene = await createPlanScene({ ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER) });
  const stop = new AbortController();
  const first = scene.run([agentTask('a')], {}, { signal: stop.signal });
  await vi.waitFor(() => expect(existsSync(join(scene.base, 'at-a'))).toBe(true), { timeout: 60_000 });
  stop.abort(new Error('interrupted'));
  const { run } = await first;
  writeFileSync(join(scene.base, 'go'), '');
  expect(await scene.run([createPlanTask('x', ['true']), ...tasks])).toMatchObject({ run, status: 'done' });
  const [before] = await scene.app.store.tasks.inRun(run);
  expect(before?.state).toMatchObject({ status: 'cancelled' });
  expect(await scene.app.store.jobs.ofTask(before?.id ?? '')).toMatchObject([{ status: 'cancelled' }]);
});
