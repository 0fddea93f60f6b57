import type { Job } from '../../domain/job.ts';
import type { PlanTask } from '../../domain/plan/plan.ts';
import { isDone } from '../../domain/plan/plan-item.ts';
import type { App } from '../app.ts';
import type { PlanHands } from './plan-hands.ts';

/** The app for a role agent that works on a task of a plan: with the deadline and the variables that the plan gives it. */
export const appForTask = (app: App, role: string, task: PlanTask | undefined): App => {
  if (task === undefined) return app;
  const { worker } = app.settings;
  const { timeoutMs, env } = task;
  const timeoutsMs = timeoutMs === null ? worker.timeoutsMs : { ...worker.timeoutsMs, [role]: timeoutMs };
  const added = Object.fromEntries(Object.entries(worker.env).map(([kind, own]) => [kind, { ...own, ...env }]));
  return { ...app, settings: { ...app.settings, worker: { ...worker, timeoutsMs, env: { ...worker.env, ...added } } } };
};

/**
 * The task of a plan that a job works on: of those that share its worktree the one under way, or the first that is not done. A job that
 * was cut off in an earlier run may be taken up before its task is.
 */
export const planTaskOf = (
  { plan, items }: Pick<PlanHands, 'plan' | 'items'>,
  { task }: Pick<Job, 'task'>,
): PlanTask | undefined => {
  const sharing = [...items.values()].filter((item) => item.task === task && !isDone(item));
  const item = sharing.find(({ status }) => status === 'running') ?? sharing[0];
  return plan.tasks.find(({ id }) => id === item?.id);
};
