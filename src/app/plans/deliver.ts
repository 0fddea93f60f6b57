import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import type { PlanTask } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { integrate } from '../merge/integrate.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import type { Execution, PlanHands } from './plan-hands.ts';
import { taskOf } from './plan-task.ts';

/**
 * Brings what a task left on its branch into main, by the gates and the merge train as everything else (INV-1, INV-10). Gates that
 * do not pass are the task's failure, with what they say. It may take long: that the work is done is noted before.
 */
export const deliver = async (hands: PlanHands, planned: PlanTask, execution: Execution): Promise<Execution> => {
  const { app, scope, items } = hands;
  const item = items.get(planned.id);
  if (item === undefined) throw new Error(`The run has no task ${planned.id}.`);
  const done = { ...item, head: execution.head };
  await hands.save(done);
  const task = await taskToDeliver(hands, planned, done);
  for (;;) {
    const { merged, reason } = await integrate(app, scope, task);
    if (merged) return { ...execution, status: 'merged' };
    const waiting = await app.store.tasks.get(task);
    const next = waiting === null ? null : nextLook(waiting);
    if (next === null) return { ...execution, status: 'failed', reason };
    // CI has not finished: nothing is held meanwhile.
    await app.clock.sleep(Math.max(0, next - app.clock.now()), scope.signal);
  }
};

/** The engine's task, which a command gets only now: one that failed or changed nothing has nothing for the gates to look at. */
const taskToDeliver = async (hands: PlanHands, planned: PlanTask, item: PlanItem): Promise<string> => {
  const { id, baseCommit } = await taskOf(hands, planned, item);
  const { base, head } = item;
  if (baseCommit === null && base !== null && head !== null)
    await applyTransition(hands.app, id, { type: 'worktree-made', baseCommit: base, head });
  return id;
};

/** What `deliver` had noted of a task when its delivery was cut off; null where the work is to be done (INV-7). */
export const doneBefore = async ({ app, run }: PlanHands, { branch, head }: PlanItem): Promise<Execution | null> => {
  if (run.plan?.delivers !== true || head === null) return null;
  if ((await app.git.resolve(run.mainPath, `refs/heads/${branch}`)) !== head) return null;
  return { status: 'ready', reason: null, exitCode: 0, mayRetry: true, head };
};
