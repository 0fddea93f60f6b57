import { expect, it } from 'vitest';
import { integrate } from '../../../src/app/merge/integrate.ts';
import { createPlanTask } from '../../helpers/plan.ts';
import { createPlanScene } from './plan-scene.ts';

const agentTask = (id: string, role = 'developer') => ({
  ...createPlanTask(id, []),
  work: { type: 'agent', role, prompt: `Do ${id}.`, promptFile: `/plans/${id}.md` } as const,
  ...{ worktree: `task-${id}`, branch: `task/${id}` },
});

const WORKER = ['sh', '-c', 'case "$PWD" in *task-writes*) echo x > x.txt;; esac; echo done'];

it.each([{}, { ORCHESTRATOR_REVIEW: 'required' }])(
  'what no plan delivers is asked for no gate and no check: its agents leave their work on their branches %o',
  async (wanted) => {
    const scene = await createPlanScene({ ...wanted, ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER) });
    const report = await scene.run([agentTask('writes'), agentTask('only-looks', 'reviewer')]);
    const quiet = { status: 'ready', stage: 'done', verdicts: [], owner: null, reason: null, pipeline: 'branch' };
    expect(report.tasks).toMatchObject([quiet, quiet]);
    expect([report.status, report.tests]).toEqual(['done', []]);
    expect(report.notVerified.filter((sentence) => sentence.includes('check'))).toEqual([]);
    const behind = await scene.app.store.tasks.inRun(report.run);
    expect(behind.map(({ state, due, verdicts }) => [state.status, due, verdicts])).toEqual([
      ['ready', null, []],
      ['ready', null, []],
    ]);
    expect(scene.repository.git(['show', 'task/writes:x.txt'])).toBe('x');
  },
);

it('nobody brings such work into main, since no gate has seen it (INV-1)', async () => {
  const scene = await createPlanScene({ ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER) });
  const { run } = await scene.run([agentTask('writes')]);
  const [task] = await scene.app.store.tasks.inRun(run);
  const before = scene.repository.git(['rev-parse', 'main']);
  const scope = { run, checks: [], baseline: Promise.resolve(null), signal: new AbortController().signal };
  expect(await integrate(scene.app, scope, task?.id ?? '')).toMatchObject({
    merged: false,
    reason: "the pipeline branch delivers nothing: what is on task/writes is the person's",
  });
  expect(scene.repository.git(['rev-parse', 'main'])).toBe(before);
});
