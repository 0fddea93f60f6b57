import { resolve } from 'node:path';
import { cwd } from 'node:process';
import { watchBoard } from '../app/board/watch-board.ts';
import type { LeadApp } from '../app/lead/lead-hands.ts';
import { type Dispatched, dispatch, listedTasks, type TakenUp } from '../app/runs/dispatch.ts';
import { resumeRun, runToResume } from '../app/runs/resume-run.ts';
import { runMainJob } from '../app/runs/run-main-job.ts';
import { runWorker } from '../app/worker/run-worker.ts';
import type { LoadedSettings } from '../config/find-settings.ts';
import { currentDirectory } from '../config/layout.ts';
import { requireModelKey } from '../config/model-key.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { WorkingApp } from '../surfaces/cli/cli-deps.ts';
import type { Flags } from '../surfaces/cli/flags.ts';
import type { BuiltApp } from './build-app.ts';

export interface WorkingOptions {
  readonly flags: Flags;
  readonly load: (flags: Flags) => Promise<LoadedSettings>;
  /** The product's own root. */
  readonly root: string;
  /** Opens an app with further flags, e.g. the worker that one dispatched task asks for. */
  readonly open: (own: Flags) => Promise<BuiltApp>;
}

/** The use cases of commands that work. */
export const workingApp = async ({ flags, root, load, open }: WorkingOptions): Promise<WorkingApp> => {
  const { settings } = await load(flags);
  const withApp = async <T>(own: Flags, work: (app: LeadApp) => Promise<T>): Promise<T> => {
    const { app, close } = await open(own);
    try {
      return await work(app);
    } finally {
      await close();
    }
  };
  const standing = () => currentDirectory(cwd(), process.env.INIT_CWD, root);
  const planAt = async (file: string) => {
    const [{ readPlan }, { carryOutPlan }] = await Promise.all([
      import('./read-plan.ts'),
      import('./carry-out-plan.ts'),
    ]);
    return { plan: await readPlan({ file, root, mainPath: settings.layout.mainPath }), carryOutPlan };
  };
  return {
    trace: settings.trace,
    language: settings.language,
    close: async () => undefined,
    runMainJob: async (job, signal) => {
      requireModelKey(settings.model);
      return withApp({}, (app) => runMainJob(app, job, signal));
    },
    resumeRun: (run, signal) =>
      withApp({}, async (app) => {
        const found = await runToResume(app, run);
        if (found !== null && found.plan !== null) {
          const { plan, carryOutPlan } = await planAt(found.plan.file);
          return carryOutPlan(app, plan, { fresh: false, output: null }, signal);
        }
        // With nothing left to do no key is needed to say so.
        if (found !== null) requireModelKey(settings.model);
        return resumeRun(app, run, signal);
      }),
    runPlan: async ({ file, fresh, output }, signal) => {
      // Before anything is opened: a mistake in it has no effect at all.
      const { plan, carryOutPlan } = await planAt(file);
      const order = { fresh, output: output === null ? null : resolve(standing(), output) };
      return withApp({}, (app) => carryOutPlan(app, plan, order, signal));
    },
    work: ({ once, concurrency }, signal) => {
      const { limits, queue, dryRun } = settings;
      // In a rehearsal's own store nothing will ever become due.
      const order = { once: once || dryRun, concurrency: concurrency ?? limits.maxWorkers, pollMs: queue.pollMs };
      return withApp({}, (app) => runWorker(app, order, signal));
    },
    dispatch: (options, signal) => {
      const { dispatchTasks, tracker, queue } = settings;
      if (dispatchTasks === null && tracker.kind === 'none') {
        throw new OrchestratorError(
          'usage',
          'There is nothing to dispatch: DISPATCH_TASKS is not set, and no tracker is configured.',
          'Set DISPATCH_TASKS to a JSON array of tasks, or one task a line, or ORCHESTRATOR_TRACKER to `file`.',
        );
      }
      if (dispatchTasks !== null) requireModelKey(settings.model);
      const listed = dispatch(
        [listedTasks(dispatchTasks ?? [])],
        ({ goal, pipeline, delivery, worker }) =>
          withApp({ ...(delivery === null ? {} : { delivery }), ...(worker === null ? {} : { worker }) }, (app) =>
            runMainJob(app, { goal, pipeline }, signal),
          ),
        signal,
      );
      return inTurn(
        listed,
        fromBoard(() => open({}), { ...options, pollMs: queue.pollMs }, signal),
      );
    },
  };
};

async function* inTurn(
  ...sources: readonly AsyncIterable<Dispatched | TakenUp>[]
): AsyncIterable<Dispatched | TakenUp> {
  for (const source of sources) yield* source;
}

/** What people set on the board, as it is done; nothing without a board. */
async function* fromBoard(
  open: () => Promise<BuiltApp>,
  { once, pollMs }: { readonly once: boolean; readonly pollMs: number },
  signal: AbortSignal,
): AsyncIterable<TakenUp> {
  const { app, appAt, close } = await open();
  try {
    if (app.tracker === null) return;
    for await (const taken of watchBoard(app, app.tracker, { once, pollMs, appAt }, signal))
      yield { type: 'taken', taken };
  } finally {
    await close();
  }
}
