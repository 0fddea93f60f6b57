import { expect, it } from 'vitest';
import { runPlan } from '../../../src/app/plans/run-plan.ts';
import type { CiState } from '../../../src/domain/checks/ci-polling.ts';
import { createPlacedTask, createPlan } from '../../helpers/plan.ts';
import { createPlanScene } from './plan-scene.ts';

it('a plan that delivers waits for CI, and merges what that finds green (CF-20, MA-038)', async () => {
  const { app, base, repository } = await createPlanScene({
    ...{ ORCHESTRATOR_FORGE: 'file', ORCHESTRATOR_CI: 'both', ORCH_CI_POLL_INTERVAL_S: '0.02' },
  });
  const { forge } = app;
  if (forge === null) throw new Error('a forge is configured');
  const answers: CiState[] = ['pending', 'unknown', 'pending'];
  const commitStatus = async () => ({ status: 'found', state: answers.shift() ?? 'success' }) as const;
  const plan = createPlan(base, [createPlacedTask('a', 'echo a > a.txt')], { delivery: 'local-merge' });
  const there = { ...app, forge: { ...forge, commitStatus } };
  const report = await runPlan(there, plan, { fresh: false, output: null }, new AbortController().signal);
  expect(report.tasks).toMatchObject([{ status: 'merged' }]);
  expect(answers).toEqual([]);
  expect(repository.git(['show', 'main:a.txt'])).toBe('a');
});
