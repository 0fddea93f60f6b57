import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { integrate } from '../merge/integrate.ts';
import type { Execution, PlanHands } from './plan-hands.ts';

/**
 * Brings what a task left on its branch into main, by the gates and the merge train as everything else (INV-1, INV-10). Gates that
 * do not pass are the task's failure, with what they say. It may take long: that the work is done is noted before.
 */
export const deliver = async (hands: PlanHands, id: string, execution: Execution): Promise<Execution> => {
  const { app, scope, items } = hands;
  const item = items.get(id);
  const task = item?.task ?? null;
  if (item === undefined || task === null) throw new Error(`${id} is no task of the engine.`);
  await hands.save({ ...item, head: execution.head });
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

/** What `deliver` had noted of a task when its delivery was cut off; null where the work is to be done (INV-7). */
export const doneBefore = async ({ app, run }: PlanHands, { branch, head }: PlanItem): Promise<Execution | null> => {
  if (run.plan?.delivers !== true || head === null) return null;
  if ((await app.git.resolve(run.mainPath, `refs/heads/${branch}`)) !== head) return null;
  return { status: 'ready', reason: null, exitCode: 0, mayRetry: true, head };
};
