import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import { isStateConflict, isStoreFailure, OrchestratorError } from '../../domain/errors.ts';
import { isActive, type Job, SHARED_QUEUE } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import type { WorkerKind } from '../../domain/settings.ts';
import type { GitSentinel } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { claimJobs } from '../jobs/claim-jobs.ts';
import { giveUpJob } from '../jobs/give-up-job.ts';
import { preflightWorker } from '../jobs/preflight-worker.ts';
import { runJob } from '../jobs/run-job.ts';
import { createMemo } from '../memo.ts';
import { followMain, recordMain } from '../merge/main-watch.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { reasonFor } from '../tasks/fault.ts';
import { endTaskRun } from './end-task-run.ts';
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
}

export const createWorkerHands = (app: App, order: WorkerOrder, slots: Slots, stop: AbortSignal): WorkerHands => {
  const watched = createMemo<GitSentinel, void>();
  const inHand = new Set<string>();
  const resting = new Map<string, number>();
  const said = new Map<string, string>();
  let ended = 0;

  /** The app of a run's repository, which is watched from its first use on (INV-16). */
  const appOf = async (run: Run): Promise<App> => {
    const there = await app.appOf(run);
    await watched.get(there.sentinel, () => there.sentinel.record());
    return there;
  };

  /** Once, and again when it changes. */
  const say = (about: string, level: 'warning' | 'error', text: string): void => {
    if (text !== '' && text !== said.get(about)) app.progress.emit({ type: 'notice', level, text });
    said.set(about, text);
  };

  /**
   * Works for one task. Trouble with it, its repository and its rules is that task's, for which `settle` is called; without the
   * store, or given up by the others, there is nothing left to do.
   */
  const contained = async (
    task: string,
    run: Run,
    work: (there: App) => Promise<void>,
    settle: (there: App, reason: string) => Promise<void>,
  ): Promise<void> => {
    try {
      const there = await appOf(run);
      await work(there);
      await endTaskRun(there, run.id);
      said.delete(task);
    } catch (error) {
      if (await endsWorker(error)) throw error;
      const next = error instanceof OrchestratorError ? ` ${error.next}` : '';
      const reason = `${reasonFor(app, error, { task })}${next}`;
      await settle(await appOfRun(app, run.id), reason);
      if (!stop.aborted) say(task, 'error', `${task}: ${reason}`);
    }
  };

  /** A conflict over one task is a worker's end only when others took everything over. */
  const endsWorker = async (error: unknown): Promise<boolean> => {
    if (app.presence.lost.aborted || !isStoreFailure(error)) return false;
    if (!isStateConflict(error)) return true;
    return !(await app.store.orchestrators.list()).some(({ id }) => id === app.presence.id);
  };

  /** What cannot even be held, because its pipeline is not to be had, only rests. */
  const hold = async (there: App, task: string, reason: string): Promise<void> => {
    if (stop.aborted) return;
    try {
      await applyTransition(there, task, { type: 'held', reason });
    } catch (error) {
      if (await endsWorker(error)) throw error;
      app.log.warn({ err: error, task }, 'a task could not be held');
    }
  };

  const advance = async (id: string, run: Run): Promise<void> => {
    let isFree = true;
    await contained(
      id,
      run,
      async (there) => {
        const held = await there.leases.holdIfFree(`task ${id}`, 'worker', async () => {
          // A run of a single task starts with its first work; until then main may move as it likes.
          const task = await app.store.tasks.get(id);
          if (task?.baseCommit === null && task.versionOf === null) await recordMain(there, run.id);
          await followMain(there, run.id);
          await advanceTask(there, await taskScope(there, run, stop), id);
        });
        isFree = held !== null;
      },
      (there, reason) => hold(there, id, reason),
    );
    const task = await app.store.tasks.get(id);
    const now = app.clock.now();
    if (!isFree) resting.set(id, now + order.pollMs);
    else if (task !== null && task.due !== null) resting.set(id, nextLook(task) ?? now + REST_MS);
  };

  const perform = async (job: Job): Promise<void> => {
    const run = await app.store.runs.get(job.run);
    if (run === null) return;
    await contained(
      job.task,
      run,
      async (there) => {
        const scope = await taskScope(there, run, stop);
        // Its gates follow at once: whoever else finds them due would only wait for the worktree.
        await there.leases.hold(`task ${job.task}`, `job ${job.id}`, () => runJob(there, scope, job));
      },
      async (there, reason) => {
        if (!(await giveUpJob(there, job, reason, stop.aborted))) await hold(there, job.task, reason);
      },
    );
    if (!isActive((await app.store.jobs.get(job.id))?.status ?? 'failed')) ended += 1;
  };

  /** While a worker's program is missing or not logged in, the jobs for it stay queued. */
  const isReady = async (kind: WorkerKind): Promise<boolean> => {
    const worker = kind === app.worker.kind ? app.worker : await app.workerOf(kind);
    const { ready, problem, fix } = await preflightWorker({ ...app, worker });
    const text = `The worker ${kind} is not ready, so jobs stay queued: ${problem ?? ''} ${fix ?? ''}`;
    say(`worker ${kind}`, 'warning', ready ? '' : text);
    return ready;
  };

  return {
    ended: () => ended,
    sweep: createSweep(app, appOf),
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
      if (slots.free() === 0 || stop.aborted || (order.once && (ended > 0 || slots.busy() > 0))) return false;
      const jobs = await claimJobs(app, SHARED_QUEUE, order.once ? 1 : slots.free(), isReady);
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};
