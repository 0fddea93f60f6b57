import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { isActive } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { runCommandJob } from '../command-jobs/run-command-job.ts';
import type { Slots } from './slots.ts';
import type { WorkerOrder } from './worker-hands.ts';

/** What one process does for the commands that people ordered. */
interface CommandHands {
  /** How many it has brought to their end. */
  ended(): number;
  /** Resolves to whether there was one to take up. */
  takeCommands(): Promise<boolean>;
}

export const createCommandHands = (app: App, order: WorkerOrder, slots: Slots, stop: AbortSignal): CommandHands => {
  let ended = 0;
  const perform = async (job: CommandJob): Promise<void> => {
    const left = await runCommandJob(app, job, stop);
    if (left !== null && !isActive(left.status)) ended += 1;
  };
  return {
    ended: () => ended,
    takeCommands: async () => {
      if (slots.free() === 0 || stop.aborted) return false;
      const claim = { by: app.presence.id, maxRunning: app.settings.queue.maxConcurrency };
      const jobs = await app.store.commandJobs.claim(claim, order.once ? 1 : slots.free());
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};
