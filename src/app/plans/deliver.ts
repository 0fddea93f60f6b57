import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import { integrate } from '../merge/integrate.ts';
import type { Execution, PlanHands } from './plan-hands.ts';

/**
 * Brings what a task left on its branch into main, by the gates and the merge train as everything else (INV-1, INV-10). Gates that
 * do not pass are the task's failure, with what they say.
 */
export const deliver = async (
  { app, scope, items }: PlanHands,
  id: string,
  execution: Execution,
): Promise<Execution> => {
  const task = items.get(id)?.task ?? null;
  if (task === null) throw new Error(`${id} is no task of the engine.`);
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
