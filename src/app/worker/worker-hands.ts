import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import { isActive, type Job, SHARED_QUEUE } from '../../domain/job.ts';
import { isUnfinished, type Run } from '../../domain/run.ts';
import type { WorkerKind } from '../../domain/settings.ts';
import type { GitSentinel } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { claimJobs } from '../jobs/claim-jobs.ts';
import { giveUpJob } from '../jobs/give-up-job.ts';
import { preflightWorker } from '../jobs/preflight-worker.ts';
import { runJob } from '../jobs/run-job.ts';
import { createMemo } from '../memo.ts';
import { followMain, recordMain } from '../merge/main-watch.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import { removeScratch } from '../worktrees/scratch-worktree.ts';
import { containTrouble } from './contain-trouble.ts';
import { createNotices } from './notices.ts';
import type { Slots } from './slots.ts';
import { createSweep } from './sweep-runs.ts';
import { taskScope } from './task-scope.ts';

export interface WorkerOrder {
  /** Ends when one job has ended, or at once when nothing is due. */
  readonly once: boolean;
  /** How many jobs, gates and merges go on at once in this process. */
  readonly concurrency: number;
  readonly pollMs: number;
}

/** A task that something outside of it holds up is tried again after this long. */
const REST_MS = 10_000;

/** What one process looks for and does; `take...` resolve to whether there was something to take up. */
interface WorkerHands {
  /** How many jobs it has brought to their end. */
  ended(): number;
  takeTasks(): Promise<boolean>;
  takeJobs(): Promise<boolean>;
  /** Ends the runs that came to a stand without work. */
  sweep(): Promise<void>;
  /** Removes the scratch worktrees that nobody uses, in the repositories that it worked in. */
  tidyUp(): Promise<void>;
}

/** @param stop aborted when nothing new is to be taken */
export const createWorkerHands = (app: App, order: WorkerOrder, slots: Slots, stop: AbortSignal): WorkerHands => {
  const notices = createNotices(app);
  const watched = createMemo<GitSentinel, void>();
  const used = new Map<GitSentinel, App>();
  const inHand = new Set<string>();
  const resting = new Map<string, number>();
  let ended = 0;

  /** The app of a run's repository, which is watched from its first use on (INV-16). */
  const appOf = async (run: Run): Promise<App> => {
    const there = await app.appOf(run);
    used.set(there.sentinel, there);
    await watched.get(there.sentinel, () => there.sentinel.record());
    return there;
  };

  const containment = containTrouble(app, appOf, notices, stop);

  const advance = async (id: string, run: Run): Promise<void> => {
    let isFree = true;
    await containment.work({
      task: id,
      run,
      perform: async (there) => {
        const held = await there.leases.holdIfFree(`task ${id}`, 'worker', async () => {
          // A run of a single task starts with its first work; until then main may move as it likes.
          const task = await app.store.tasks.get(id);
          if (task?.baseCommit === null && task.versionOf === null) await recordMain(there, run.id);
          await followMain(there, run.id);
          await advanceTask(there, await taskScope(there, run, stop), id);
        });
        isFree = held !== null;
      },
      settle: (there, reason) => containment.hold(there, id, reason),
    });
    const task = await app.store.tasks.get(id);
    const now = app.clock.now();
    if (!isFree) resting.set(id, now + order.pollMs);
    else if (task !== null && task.due !== null) resting.set(id, nextLook(task) ?? now + REST_MS);
  };

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
    sweep: createSweep(app, appOf),
    tidyUp: async () => {
      // Whoever calls for one job at a time finds what is set up again while there is more to do.
      if (order.once && (await app.store.runs.tasksNotDone()).some(isUnfinished)) return;
      for (const there of used.values()) await removeScratch(there);
    },
    takeTasks: async () => {
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
    takeJobs: async () => {
      if (slots.free() === 0 || stop.aborted) return false;
      const jobs = await claimJobs(app, SHARED_QUEUE, order.once ? 1 : slots.free(), isReady);
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};
