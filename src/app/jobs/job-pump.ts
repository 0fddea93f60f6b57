import type { Job } from '../../domain/job.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { claimJobs } from './claim-jobs.ts';
import { runJob } from './run-job.ts';
import { createTaskSteps } from './task-steps.ts';
import { createWorkInHand } from './work-in-hand.ts';

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
  const inHand = createWorkInHand(app.clock, () => void kick());
  const steps = createTaskSteps(app, scope);
  let holds = 0;
  let trouble: unknown = null;
  let claiming: Promise<void> = Promise.resolve();

  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (trouble !== null) return;
      trouble = error;
      onTrouble(error);
    }
  };

  const start = (task: string, job: string | null, perform: () => Promise<void>): void =>
    inHand.start(task, job, () => guarded(perform));

  const room = (): number =>
    holds > 0 || scope.signal.aborted || trouble !== null ? 0 : app.settings.limits.maxWorkers - inHand.size();

  const takeSteps = async (): Promise<void> => {
    for (const { id, run } of await app.store.tasks.due()) {
      if (run !== scope.run || inHand.has(id) || room() <= 0) continue;
      if (await steps.isReady(id)) start(id, null, () => steps.take(id));
    }
  };

  const takeJobs = async (): Promise<void> => {
    while (room() > 0) {
      const jobs = await claimJobs(app, scope.run, room());
      if (jobs.length === 0) return;
      for (const job of jobs) start(job.task, job.id, () => runJob(appFor(job), scope, job));
    }
  };

  const takeDue = async (): Promise<void> => {
    if (!app.settings.dryRun) await takeSteps();
    await takeJobs();
  };

  const kick = (): Promise<void> => {
    claiming = claiming.then(() => guarded(takeDue));
    return claiming;
  };

  const settle = async (): Promise<void> => {
    await claiming;
    while (inHand.size() > 0) {
      await inHand.settled();
      await claiming;
    }
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
    ends: inHand.ends,
    nextEnd: inHand.nextEnd,
    isBusy: () => inHand.size() > 0,
    isInHand: ({ id, task }) => inHand.jobOf(task) === id,
    idle: async () => {
      await settle();
      while (await sleepUntilDue(app, scope)) {
        await kick();
        await settle();
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
