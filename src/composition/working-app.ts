import { dispatch, listedTasks } from '../app/dispatch.ts';
import type { LeadApp } from '../app/lead-hands.ts';
import { resumeRun } from '../app/resume-run.ts';
import { runMainJob } from '../app/run-main-job.ts';
import type { LoadedSettings } from '../config/load-settings.ts';
import { requireModelKey } from '../config/model-key.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { WorkingApp } from '../surfaces/cli/cli-deps.ts';
import type { Flags } from '../surfaces/cli/flags.ts';

export interface WorkingOptions {
  readonly flags: Flags;
  readonly load: (flags: Flags) => Promise<LoadedSettings>;
  /** Opens an app with further flags, e.g. the worker that one dispatched task asks for. */
  readonly open: (own: Flags) => Promise<{ app: LeadApp; close: () => Promise<void> }>;
}

/** The use cases of commands that work. */
export const workingApp = async ({ flags, load, open }: WorkingOptions): Promise<WorkingApp> => {
  const { settings } = await load(flags);
  const once = async <T>(own: Flags, work: (app: LeadApp) => Promise<T>): Promise<T> => {
    const { app, close } = await open(own);
    try {
      return await work(app);
    } finally {
      await close();
    }
  };
  return {
    trace: settings.trace,
    close: async () => undefined,
    runMainJob: async (job, signal) => {
      requireModelKey(settings.model);
      return once({}, (app) => runMainJob(app, job, signal));
    },
    resumeRun: (run, signal) =>
      once({}, async (app) => {
        // With nothing left to do no key is needed to say so.
        if (run === null && (await app.store.runs.newestUnfinished()) === null) return null;
        requireModelKey(settings.model);
        return resumeRun(app, run, signal);
      }),
    dispatch: (_, signal) => {
      if (settings.dispatchTasks === null) {
        throw new OrchestratorError(
          'usage',
          'There is nothing to dispatch: DISPATCH_TASKS is not set, and no tracker is configured.',
          'Set DISPATCH_TASKS to a JSON array of tasks, or one task a line.',
        );
      }
      requireModelKey(settings.model);
      return dispatch(
        [listedTasks(settings.dispatchTasks)],
        ({ goal, pipeline, delivery, worker }) =>
          once({ ...(delivery === null ? {} : { delivery }), ...(worker === null ? {} : { worker }) }, (app) =>
            runMainJob(app, { goal, pipeline }, signal),
          ),
        signal,
      );
    },
  };
};
