import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { isActive } from '../../domain/job.ts';
import { runCommandJob } from '../command-jobs/run-command-job.ts';
import type { JobHands } from './job-hands.ts';
import type { WorkerShift } from './worker-shift.ts';

/** What one process does for the commands that people ordered. */
export const createCommandHands = ({ app, order, slots, stop }: WorkerShift): JobHands => {
  let ended = 0;
  const perform = async (job: CommandJob): Promise<void> => {
    const left = await runCommandJob(app, job, stop);
    if (left !== null && !isActive(left.status)) ended += 1;
  };
  return {
    ended: () => ended,
    take: async () => {
      if (slots.free() === 0 || stop.aborted) return false;
      const claim = { by: app.presence.id, maxRunning: app.settings.queue.maxConcurrency };
      const jobs = await app.store.commandJobs.claim(claim, order.once ? 1 : slots.free());
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};
