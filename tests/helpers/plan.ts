import type { Plan, PlanTask } from '../../src/domain/plan/plan.ts';
import type { PlanItem } from '../../src/domain/plan/plan-item.ts';

/** A task of a plan before anything was done for it; `overrides` say what matters to the test. */
export const createPlanItem = (overrides: Partial<PlanItem> = {}): PlanItem => ({
  run: 'run-1',
  id: 'a',
  position: 0,
  dependsOn: [],
  digest: 'digest',
  status: 'planned',
  attempts: 0,
  reason: null,
  exitCode: null,
  branch: null,
  worktree: null,
  base: null,
  head: null,
  task: null,
  startedAt: null,
  endedAt: null,
  durationMs: 0,
  ...overrides,
});

/** A command in the plan's directory. */
export const createPlanTask = (id: string, argv: readonly string[], more: Partial<PlanTask> = {}): PlanTask => ({
  id,
  work: { type: 'command', argv, promptFile: null },
  dependsOn: [],
  retries: 0,
  timeoutMs: null,
  worktree: null,
  branch: null,
  env: {},
  ...more,
});

/** A line for the shell in a worktree of its own. */
export const createPlacedTask = (id: string, script: string, more: Partial<PlanTask> = {}): PlanTask =>
  createPlanTask(id, ['sh', '-c', script], { worktree: `task-${id}`, branch: `task/${id}`, ...more });

/** @param directory absolute path of the directory in which the plan file lies */
export const createPlan = (directory: string, tasks: readonly PlanTask[], more: Partial<Plan> = {}): Plan => ({
  file: `${directory}/plan.yaml`,
  directory,
  title: 'A plan',
  delivery: 'none',
  tasks,
  ...more,
});
