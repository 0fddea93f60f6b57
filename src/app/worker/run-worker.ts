import { SHARED_QUEUE } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { keepProjecting } from '../board/keep-projecting.ts';
import { pruneLogs } from '../home/prune-logs.ts';
import { keepReaping } from '../home/reap.ts';
import { recover } from '../home/recover.ts';
import { createCommandHands } from './command-hands.ts';
import { createSlots } from './slots.ts';
import { createWorkerHands, type WorkerOrder } from './worker-hands.ts';

/**
 * Does all that is due in the home: takes up tasks and jobs, runs agents and gates, merges. Several processes may do so at once.
 * When the signal aborts it takes nothing new, ends what it runs and puts it back into the queue.
 * Rejects with `state-conflict` when others gave this process up, and with what the store rejects with.
 * @returns how many jobs it has brought to their end
 */
export const runWorker = (app: App, order: WorkerOrder, signal: AbortSignal): Promise<number> =>
  app.presence.during('worker', async () => {
    for (const notice of await recover(app)) app.progress.emit({ type: 'notice', level: 'warning', text: notice });
    await pruneLogs(app);
    const stopReaping = keepReaping(app);
    const stopProjecting = keepProjecting(app, app.appOf);
    const stop = AbortSignal.any([signal, app.presence.lost]);
    const slots = createSlots(app.clock, order.concurrency);
    const hands = createWorkerHands(app, order, slots, stop);
    const commandHands = createCommandHands(app, order, slots, stop);
    const ended = (): number => hands.ended() + commandHands.ended();
    /** Commands and agents together: whoever asked for one job gets one (KB-26). */
    const mayTake = (): boolean => !order.once || (ended() === 0 && slots.busy() === 0);
    try {
      while (!stop.aborted) {
        await hands.sweep();
        // One command a repository at the most is under way: they never keep agents waiting for long.
        const found =
          (mayTake() && (await commandHands.takeCommands())) ||
          (await hands.takeTasks()) ||
          (mayTake() && (await hands.takeJobs()));
        if (order.once && ended() > 0) break;
        if (order.once && !found && slots.busy() === 0) break;
        if (!found) await slots.next(await untilDue(app, order.pollMs), stop);
      }
    } finally {
      // Each of them ends, whatever the one before came to.
      try {
        await slots.idle();
        await hands.tidyUp().catch((error) => app.log.warn({ err: error }, 'scratch worktrees are left behind'));
      } finally {
        try {
          await stopProjecting();
        } finally {
          await stopReaping();
        }
      }
    }
    app.presence.lost.throwIfAborted();
    return ended();
  });

/** How long to sleep: until the next look, or until a job is due that was put off. */
const untilDue = async (app: App, pollMs: number): Promise<number> => {
  const due = await app.store.jobs.nextAvailableAt(SHARED_QUEUE);
  return due === null ? pollMs : Math.max(0, Math.min(pollMs, due - app.clock.now()));
};
