import type { App } from './app.ts';
import { evaluateGates } from './evaluate-gates.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Takes up what stood between two steps when the last process ended: a job had succeeded and its gates were not asked yet, or
 * a person has approved meanwhile.
 */
export const continueTasks = async (app: App, scope: RunScope): Promise<void> => {
  for (const task of await app.store.tasks.inRun(scope.run)) {
    const approved = task.state.status === 'planned' && task.verdicts.some((v) => v.evidence.approvedBy !== undefined);
    const unjudged = task.state.status === 'running' && task.activeJob === null;
    if (!approved && !unjudged) continue;
    await app.leases.hold(task.worktree, `gates ${task.id}`, () => evaluateGates(app, scope, task.id));
  }
};
