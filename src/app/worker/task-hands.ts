import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { followMain, recordMain } from '../merge/main-watch.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import type { Containment } from './contain-trouble.ts';
import { taskScope } from './task-scope.ts';
import type { WorkerShift } from './worker-shift.ts';

/** What one process does for tasks between their jobs: gates, merges, and the order for the next job. */
interface TaskHands {
  /** Resolves to whether there was one to take up. */
  take(): Promise<boolean>;
}

/** A task that something outside of it holds up is tried again after this long. */
const REST_MS = 10_000;

export const createTaskHands = ({ app, order, slots, stop }: WorkerShift, containment: Containment): TaskHands => {
  const inHand = new Set<string>();
  const resting = new Map<string, number>();

  /** @returns false when another process is at it */
  const step = async (there: App, run: Run, id: string): Promise<boolean> => {
    const held = await there.leases.holdIfFree(`task ${id}`, 'worker', async () => {
      // A run of a single task starts with its first work; until then main may move as it likes.
      const task = await app.store.tasks.get(id);
      if (task?.baseCommit === null && task.versionOf === null) await recordMain(there, run.id);
      await followMain(there, run.id);
      await advanceTask(there, await taskScope(there, run, stop), id);
    });
    return held !== null;
  };

  const advance = async (id: string, run: Run): Promise<void> => {
    let isFree = true;
    await containment.work({
      task: id,
      run,
      perform: async (there) => {
        isFree = await step(there, run, id);
      },
      settle: (there, reason) => containment.hold(there, id, reason),
    });
    const task = await app.store.tasks.get(id);
    const now = app.clock.now();
    if (!isFree) resting.set(id, now + order.pollMs);
    else if (task !== null && task.due !== null) resting.set(id, nextLook(task) ?? now + REST_MS);
  };

  return {
    take: async () => {
      let found = false;
      for (const { id, run: runId } of await app.store.tasks.due()) {
        if (slots.free() === 0 || stop.aborted) break;
        if (inHand.has(id) || (resting.get(id) ?? 0) > app.clock.now()) continue;
        const run = await app.store.runs.get(runId);
        if (run?.kind !== 'task') continue;
        inHand.add(id);
        resting.delete(id);
        slots.start(advance(id, run).finally(() => inHand.delete(id)));
        found = true;
      }
      return found;
    },
  };
};
