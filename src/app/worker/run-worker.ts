import { SHARED_QUEUE } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { keepProjecting } from '../board/keep-projecting.ts';
import { pruneLogs } from '../home/prune-logs.ts';
import { keepReaping } from '../home/reap.ts';
import { recover } from '../home/recover.ts';
import { createSlots } from './slots.ts';
import { createWorkerHands } from './worker-hands.ts';
import type { WorkerOrder, WorkerShift } from './worker-shift.ts';

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
    const slots = createSlots(app.clock, order.concurrency);
    const stop = AbortSignal.any([signal, app.presence.lost]);
    // Each of them ends, whatever the one before came to.
    const ended = await workOff({ app, order, slots, stop }).finally(() => stopProjecting().finally(stopReaping));
    app.presence.lost.throwIfAborted();
    return ended;
  });

/** Takes up what is due until it is told to stop, or has done what it was ordered for once. */
const workOff = async (shift: WorkerShift): Promise<number> => {
  const { app, order, slots, stop } = shift;
  const hands = createWorkerHands(shift);
  try {
    while (!stop.aborted) {
      await hands.sweep();
      const found = await hands.take();
      if (order.once && (hands.ended() > 0 || (!found && slots.busy() === 0))) break;
      if (!found) await slots.next(await untilDue(app, order.pollMs), stop);
    }
  } finally {
    await slots.idle();
    await hands.tidyUp().catch((error) => app.log.warn({ err: error }, 'scratch worktrees are left behind'));
  }
  return hands.ended();
};

/** How long to sleep: until the next look, or until a job is due that was put off. */
const untilDue = async (app: App, pollMs: number): Promise<number> => {
  const due = await app.store.jobs.nextAvailableAt(SHARED_QUEUE);
  return due === null ? pollMs : Math.max(0, Math.min(pollMs, due - app.clock.now()));
};
