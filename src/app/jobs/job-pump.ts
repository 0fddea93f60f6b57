import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { advanceTask } from '../tasks/advance-task.ts';
import { claimJobs } from './claim-jobs.ts';
import { runJob } from './run-job.ts';

/** Does what is due in one run, as much at once as the limits allow: its jobs, and the steps of tasks that the engine drives. */
export interface JobPump {
  /** Starts what is due; called after everything that may have made something due. Resolves when that is under way; never rejects. */
  kick(): Promise<void>;
  /** Starts nothing more until what it returns is called: somebody may still say no to what is due. */
  hold(): () => void;
  /** How many jobs and steps of tasks have ended so far. */
  ends(): number;
  /** Resolves when more than `seen` have ended, when `ms` have passed, or when the signal aborts. */
  nextEnd(seen: number, ms: number, signal: AbortSignal): Promise<void>;
  /** Whether anything is under way. */
  isBusy(): boolean;
  /** Whether a job, or what follows from its end, is under way: its task's gates, and the order for the next job. */
  isInHand(job: Job): boolean;
  /** Resolves when nothing is running any more, and nothing waits for a later moment or for room. */
  idle(): Promise<void>;
  /** The first error that must end the run, e.g. `main-moved`; null while there is none. */
  trouble(): unknown;
}

/** A step that moved its task nowhere is not taken again at once: the same would come of it, without end. */
const AGAIN_AFTER_MS = 5_000;

/**
 * @param onTrouble called once with an error that no job can be blamed for
 * @param appFor the app with settings that are a job's own
 */
export const createJobPump = (
  app: App,
  scope: RunScope,
  onTrouble: (error: unknown) => void,
  appFor: (job: Job) => App = () => app,
): JobPump => {
  const running = new Set<Promise<void>>();
  /** Tasks at work, with the job; null where it is a step between two jobs. */
  const inHand = new Map<string, string | null>();
  const listeners = new Set<() => void>();
  const unmoved = new Map<string, { readonly version: number; readonly again: number }>();
  let holds = 0;
  let ends = 0;
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

  const start = (task: string, job: string | null, perform: () => Promise<void>): void => {
    inHand.set(task, job);
    const work = guarded(perform).finally(() => {
      running.delete(work);
      // Its next job may have been claimed meanwhile.
      if (inHand.get(task) === job) inHand.delete(task);
      ends += 1;
      for (const listener of [...listeners]) listener();
      void kick();
    });
    running.add(work);
  };

  const isFree = (): boolean =>
    holds === 0 && running.size < app.settings.limits.maxWorkers && !scope.signal.aborted && trouble === null;

  /** What is held up by something outside waits for the lead, or for the next start. */
  const advanceDue = async (): Promise<void> => {
    if (app.settings.dryRun) return;
    for (const { id, run } of await app.store.tasks.due()) {
      if (run !== scope.run || inHand.has(id) || !isFree()) continue;
      const task = await app.store.tasks.get(id);
      if (task === null || isUnmoved(task)) continue;
      if (task.state.status === 'waiting') {
        const next = nextLook(task);
        if (next !== null && next <= app.clock.now()) start(id, null, () => advance(id));
        continue;
      }
      // Judges are started in every pipeline; the rest of a lead's task is the lead's.
      if (task.drive === 'engine' || task.due === 'work') start(id, null, () => advance(id));
    }
  };

  const advance = async (id: string): Promise<void> => {
    await advanceTask(app, scope, id);
    const task = await app.store.tasks.get(id);
    if (task !== null && task.due !== null)
      unmoved.set(id, { version: task.version, again: app.clock.now() + AGAIN_AFTER_MS });
  };

  const isUnmoved = ({ id, version }: Task): boolean => {
    const last = unmoved.get(id);
    return last?.version === version && app.clock.now() < last.again;
  };

  const claimDue = async (): Promise<void> => {
    await advanceDue();
    while (isFree()) {
      const jobs = await claimJobs(app, scope.run, app.settings.limits.maxWorkers - running.size);
      if (jobs.length === 0) return;
      for (const job of jobs) start(job.task, job.id, () => runJob(appFor(job), scope, job));
    }
  };

  const kick = (): Promise<void> => {
    claiming = claiming.then(() => guarded(claimDue));
    return claiming;
  };

  return {
    kick,
    hold: () => {
      holds += 1;
      return () => {
        holds -= 1;
      };
    },
    trouble: () => trouble,
    ends: () => ends,
    nextEnd: async (seen, ms, signal) => {
      if (ends > seen) return;
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
    isInHand: ({ id, task }) => inHand.get(task) === id,
    idle: async () => {
      await claiming;
      for (;;) {
        while (running.size > 0) {
          await Promise.all(running);
          await claiming;
        }
        if (!(await sleepUntilDue(app, scope))) return;
        await kick();
      }
    },
  };
};

/** What is due and could not be claimed waits for others of the home to end, or for its service: it is tried again this often. */
const ROOM_EVERY_MS = 1_000;

/** Sleeps until a job is due that was put off, or may find room; false at once when there is none. */
const sleepUntilDue = async (app: App, scope: RunScope): Promise<boolean> => {
  if (scope.signal.aborted) return false;
  const now = app.clock.now();
  const isKeptWaiting = (await app.store.jobs.workersWanted(scope.run, now)).length > 0;
  const due = isKeptWaiting ? now + ROOM_EVERY_MS : await app.store.jobs.nextAvailableAt(scope.run);
  if (due === null) return false;
  await app.clock.sleep(Math.max(0, due - app.clock.now()), scope.signal).catch(() => undefined);
  return !scope.signal.aborted;
};
