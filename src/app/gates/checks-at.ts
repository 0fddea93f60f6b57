import type { Evidence } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { runChecks } from './run-checks.ts';

/** The checks at one commit, with what is red on main too marked as such; `none` when the person says there are none. */
export const checksAt = async (app: App, scope: RunScope, task: Task, commit: string): Promise<Evidence['checks']> => {
  if (scope.checks.length === 0) return 'none';
  const baseline = await scope.baseline;
  const order = { run: scope.run, task: task.id, commit, checks: scope.checks, baseline, signal: scope.signal };
  return runChecks(app, order);
};
