import { isActive, type Job, SHARED_QUEUE } from '../../domain/job.ts';
import type { WorkerKind } from '../../domain/settings.ts';
import { claimJobs } from '../jobs/claim-jobs.ts';
import { giveUpJob } from '../jobs/give-up-job.ts';
import { preflightWorker } from '../jobs/preflight-worker.ts';
import { runJob } from '../jobs/run-job.ts';
import type { Containment } from './contain-trouble.ts';
import type { Notices } from './notices.ts';
import { taskScope } from './task-scope.ts';
import type { WorkerShift } from './worker-shift.ts';

export interface JobHands {
  /** How many jobs they have brought to their end. */
  ended(): number;
  /** Resolves to whether there was one to take up. */
  take(): Promise<boolean>;
}

/** What one process does for the agents' jobs, of all repositories. */
export const createJobHands = (
  { app, order, slots, stop }: WorkerShift,
  containment: Containment,
  notices: Notices,
): JobHands => {
  let ended = 0;

  const perform = async (job: Job): Promise<void> => {
    const run = await app.store.runs.get(job.run);
    if (run === null) return;
    await containment.work({
      task: job.task,
      run,
      perform: async (there) => {
        const scope = await taskScope(there, run, stop);
        // Its gates follow at once: whoever else finds them due would only wait for the worktree.
        await there.leases.hold(`task ${job.task}`, `job ${job.id}`, () => runJob(there, scope, job));
      },
      settle: async (there, reason) => {
        if (!(await giveUpJob(there, job, reason, stop.aborted))) await containment.hold(there, job.task, reason);
      },
    });
    if (!isActive((await app.store.jobs.get(job.id))?.status ?? 'failed')) ended += 1;
  };

  /** While a worker's program is missing or not logged in, the jobs for it stay queued. */
  const isReady = async (kind: WorkerKind): Promise<boolean> => {
    const worker = kind === app.worker.kind ? app.worker : await app.workerOf(kind);
    const { ready, problem, fix } = await preflightWorker({ ...app, worker });
    const text = `The worker ${kind} is not ready, so jobs stay queued: ${problem ?? ''} ${fix ?? ''}`;
    notices.say(`worker ${kind}`, 'warning', ready ? '' : text);
    return ready;
  };

  return {
    ended: () => ended,
    take: async () => {
      if (slots.free() === 0 || stop.aborted) return false;
      const jobs = await claimJobs(app, SHARED_QUEUE, order.once ? 1 : slots.free(), isReady);
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};
