import type { Job } from '../domain/job.ts';
import type { App } from './app.ts';
import { runJob } from './run-job.ts';
import type { RunScope } from './run-scope.ts';

/** Runs the due jobs of one run, as many at once as the limits allow. */
export interface JobPump {
  /** Starts what is due; called after everything that may have made a job due. */
  kick(): void;
  /** Resolves when some job has ended since the call, when `ms` have passed, or when the signal aborts. */
  nextEnd(ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is running any more. */
  idle(): Promise<void>;
  /** The first error that must end the run, e.g. `main-moved`; null while there is none. */
  trouble(): unknown;
}

/** @param onTrouble called once with an error that no job can be blamed for */
export const createJobPump = (app: App, scope: RunScope, onTrouble: (error: unknown) => void): JobPump => {
  const running = new Set<Promise<void>>();
  const listeners = new Set<() => void>();
  let trouble: unknown = null;
  let claiming: Promise<void> = Promise.resolve();

  const perform = async (job: Job): Promise<void> => {
    try {
      await runJob(app, scope, job);
    } catch (error) {
      if (trouble === null) {
        trouble = error;
        onTrouble(error);
      }
    }
  };

  const start = (job: Job): void => {
    const work = perform(job).finally(() => {
      running.delete(work);
      for (const listener of [...listeners]) listener();
      kick();
    });
    running.add(work);
  };

  const claimDue = async (): Promise<void> => {
    while (running.size < app.settings.limits.maxWorkers && !scope.signal.aborted && trouble === null) {
      const job = await app.store.jobs.claim(scope.run, app.clock.now());
      if (job === null) return;
      start(job);
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
    idle: async () => {
      await claiming;
      while (running.size > 0) {
        await Promise.all(running);
        await claiming;
      }
    },
  };
};
