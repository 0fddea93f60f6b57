import { advanceTask } from './advance-task.ts';
import type { App } from './app.ts';
import { claimJobs } from './claim-jobs.ts';
import { runJob } from './run-job.ts';
import type { RunScope } from './run-scope.ts';

/** Does what is due in one run, as much at once as the limits allow: its jobs, and the steps of tasks that the engine drives. */
export interface JobPump {
  /** Starts what is due; called after everything that may have made a job due. */
  kick(): void;
  /** Resolves when some job has ended since the call, when `ms` have passed, or when the signal aborts. */
  nextEnd(ms: number, signal: AbortSignal): Promise<void>;
  /** Whether anything is under way. */
  isBusy(): boolean;
  /** Resolves when nothing is running any more, and nothing was put off to a later moment. */
  idle(): Promise<void>;
  /** The first error that must end the run, e.g. `main-moved`; null while there is none. */
  trouble(): unknown;
}

/** @param onTrouble called once with an error that no job can be blamed for */
export const createJobPump = (app: App, scope: RunScope, onTrouble: (error: unknown) => void): JobPump => {
  const running = new Set<Promise<void>>();
  const inHand = new Set<string>();
  const listeners = new Set<() => void>();
  let trouble: unknown = null;
  let claiming: Promise<void> = Promise.resolve();

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (trouble === null) {
        trouble = error;
        onTrouble(error);
      }
    }
  };

  const start = (task: string, perform: () => Promise<void>): void => {
    inHand.add(task);
    const work = guarded(perform).finally(() => {
      running.delete(work);
      inHand.delete(task);
      for (const listener of [...listeners]) listener();
      kick();
    });
    running.add(work);
  };

  const isFree = (): boolean =>
    running.size < app.settings.limits.maxWorkers && !scope.signal.aborted && trouble === null;

  /** What is held up by something outside waits for the lead, or for the next start. */
  const advanceDue = async (): Promise<void> => {
    if (app.settings.dryRun) return;
    for (const { id, run } of await app.store.tasks.due()) {
      if (run !== scope.run || inHand.has(id) || !isFree()) continue;
      const task = await app.store.tasks.get(id);
      if (task === null || task.state.status === 'waiting') continue;
      // Judges are started in every pipeline; the rest of a lead's task is the lead's.
      if (task.drive === 'engine' || task.due === 'work') start(id, () => advanceTask(app, scope, id));
    }
  };

  const claimDue = async (): Promise<void> => {
    await advanceDue();
    while (isFree()) {
      const jobs = await claimJobs(app, scope.run, app.settings.limits.maxWorkers - running.size);
      if (jobs.length === 0) return;
      for (const job of jobs) start(job.task, () => runJob(app, scope, job));
    }
  };

  const kick = (): void => {
    claiming = claiming.then(claimDue).catch((error: unknown) => {
      trouble ??= error;
      onTrouble(error);
    });
  };

  return {
    kick,
    trouble: () => trouble,
    nextEnd: async (ms, signal) => {
      const timer = new AbortController();
      const stop = AbortSignal.any([signal, timer.signal]);
      const { promise: ended, resolve: end } = Promise.withResolvers<void>();
      listeners.add(end);
      try {
        await Promise.race([ended, app.clock.sleep(ms, stop).catch(() => undefined)]);
      } finally {
        listeners.delete(end);
        timer.abort();
      }
    },
    isBusy: () => running.size > 0,
    idle: async () => {
      await claiming;
      for (;;) {
        while (running.size > 0) {
          await Promise.all(running);
          await claiming;
        }
        if (!(await sleepUntilDue(app, scope))) return;
        kick();
        await claiming;
      }
    },
  };
};

/** Sleeps until a job is due that was put off; false at once when there is none. */
const sleepUntilDue = async (app: App, scope: RunScope): Promise<boolean> => {
  const due = scope.signal.aborted ? null : await app.store.jobs.nextAvailableAt(scope.run);
  if (due === null) return false;
  await app.clock.sleep(Math.max(0, due - app.clock.now()), scope.signal).catch(() => undefined);
  return !scope.signal.aborted;
};
