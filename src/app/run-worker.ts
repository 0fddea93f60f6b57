import { OrchestratorError } from '../domain/errors.ts';
import { isActive, type Job, SHARED_QUEUE } from '../domain/job.ts';
import type { Run } from '../domain/run.ts';
import { advanceTask } from './advance-task.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { checkoutOf } from './checkout-of.ts';
import { claimJobs } from './claim-jobs.ts';
import { endTaskRun } from './end-task-run.ts';
import { keepProjecting } from './keep-projecting.ts';
import { listRepositories } from './list-repositories.ts';
import { assertMainUnmoved, recordMain } from './main-watch.ts';
import { preflightWorker } from './preflight-worker.ts';
import { pruneLogs } from './prune-logs.ts';
import { keepReaping, reap } from './reap.ts';
import { runJob } from './run-job.ts';
import { createSlots, type Slots } from './slots.ts';
import { taskScope } from './task-scope.ts';

/** A task that something outside of it holds up is tried again after this long. */
const REST_MS = 10_000;

export interface WorkerOrder {
  /** Ends when one job has ended, or at once when nothing is due. */
  readonly once: boolean;
  /** How many jobs, gates and merges go on at once in this process. */
  readonly concurrency: number;
  readonly pollMs: number;
  /** The app of the repository that a run works in. */
  readonly appOf: (run: Run) => Promise<App>;
}

/**
 * Does all that is due in the home: takes up tasks and jobs, runs agents and gates, merges. Several processes may do so at once.
 * When the signal aborts it takes nothing new, ends what it runs and puts it back into the queue.
 * @returns how many jobs it has brought to their end
 */
export const runWorker = (app: App, order: WorkerOrder, signal: AbortSignal): Promise<number> =>
  app.presence.during('worker', async () => {
    for (const notice of await reap(app)) app.progress.emit({ type: 'notice', level: 'warning', text: notice });
    await pruneLogs(app);
    const stopReaping = keepReaping(app);
    const stopProjecting = keepProjecting(app, order.appOf);
    const stop = AbortSignal.any([signal, app.presence.lost]);
    const slots = createSlots(app.clock, order.concurrency);
    const worker = createWorker(app, order, slots, stop);
    try {
      while (!stop.aborted) {
        const found = (await worker.takeTasks()) || (await worker.takeJobs());
        if (order.once && worker.ended() > 0) break;
        if (order.once && !found && slots.busy() === 0) break;
        if (!found) await slots.next(await untilDue(app, order.pollMs), stop);
      }
    } finally {
      await slots.idle();
      await stopProjecting();
      await stopReaping();
    }
    return worker.ended();
  });

/** What one process looks for and does; `take...` resolve to whether there was something to take up. */
const createWorker = (app: App, order: WorkerOrder, slots: Slots, stop: AbortSignal) => {
  const watched = new Map<App, Promise<void>>();
  const inHand = new Set<string>();
  const resting = new Map<string, number>();
  let ended = 0;
  let said = '';

  /** The app of a run's repository, which is watched from its first use on (INV-16). */
  const appOf = async (run: Run): Promise<App> => {
    const there = await order.appOf(run);
    if (!watched.has(there)) watched.set(there, there.sentinel.record());
    await watched.get(there);
    return there;
  };

  /** Trouble with one task is that task's; without the store there is nothing left to do. */
  const guarded = async (there: App, task: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (stop.aborted) return;
      if (!(error instanceof OrchestratorError) || /^(database-|disk-full|state-conflict)/.test(error.code))
        throw error;
      await applyTransition(there, task, { type: 'held', reason: `${error.code}: ${error.message} ${error.next}` });
      app.progress.emit({ type: 'notice', level: 'error', text: `${task}: ${error.message}` });
    }
  };

  const advance = async (id: string, run: Run): Promise<void> => {
    const there = await appOf(run);
    const scope = await taskScope(there, run, stop);
    const held = await there.leases.holdIfFree(`task ${id}`, 'worker', () =>
      guarded(there, id, async () => {
        // A run of a single task starts with its first work; until then main may move as it likes.
        if ((await app.store.tasks.get(id))?.baseCommit === null) await recordMain(there, run.id);
        await assertMainUnmoved(there, run.id);
        await advanceTask(there, scope, id);
      }),
    );
    const task = await app.store.tasks.get(id);
    if (held === null || task?.due != null) resting.set(id, app.clock.now() + (held === null ? order.pollMs : REST_MS));
    await endTaskRun(there, run.id);
  };

  const perform = async (job: Job): Promise<void> => {
    const run = await app.store.runs.get(job.run);
    if (run === null) return;
    const there = await appOf(run);
    const scope = await taskScope(there, run, stop);
    // Its gates follow at once: whoever else finds them due would only wait for the worktree.
    await there.leases.hold(`task ${job.task}`, `job ${job.id}`, () =>
      guarded(there, job.task, () => runJob(there, scope, job)),
    );
    if (!isActive((await app.store.jobs.get(job.id))?.status ?? 'failed')) ended += 1;
    await endTaskRun(there, run.id);
  };

  /** While the worker's program is missing or not logged in, jobs stay queued; said once, and again when it changes. */
  const isReady = async (): Promise<boolean> => {
    const { ready, problem, fix } = await preflightWorker(app);
    const text = ready
      ? ''
      : `The worker ${app.worker.kind} is not ready, so jobs stay queued: ${problem ?? ''} ${fix ?? ''}`;
    if (text !== '' && text !== said) app.progress.emit({ type: 'notice', level: 'warning', text });
    said = text;
    return ready;
  };

  return {
    ended: () => ended,
    takeTasks: async (): Promise<boolean> => {
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
    takeJobs: async (): Promise<boolean> => {
      if (slots.free() === 0 || stop.aborted || (order.once && (ended > 0 || slots.busy() > 0))) return false;
      if (!(await isReady())) return false;
      const most = order.once ? 1 : slots.free();
      const jobs = await claimJobs(app, SHARED_QUEUE, most, { maxPerProject: await limitsByProject(app) });
      for (const job of jobs) slots.start(perform(job));
      return jobs.length > 0;
    },
  };
};

/** How long to sleep: until the next look, or until a job is due that was put off. */
const untilDue = async (app: App, pollMs: number): Promise<number> => {
  const due = await app.store.jobs.nextAvailableAt(SHARED_QUEUE);
  return due === null ? pollMs : Math.max(0, Math.min(pollMs, due - app.clock.now()));
};

/** What the registry says of how many jobs may run at once in one repository. */
const limitsByProject = async (app: App): Promise<Readonly<Record<string, number>>> => {
  const projects = (await listRepositories(app)).map(({ project }) => project);
  const limited = projects.filter(({ path, maxConcurrency }) => path !== null && maxConcurrency !== null);
  const pairs = limited.map(async ({ path, maxConcurrency }) => [
    await checkoutOf(app.files, path ?? ''),
    maxConcurrency ?? 1,
  ]);
  return Object.fromEntries(await Promise.all(pairs));
};
