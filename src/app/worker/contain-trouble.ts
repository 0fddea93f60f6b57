import { isStateConflict, isStoreFailure, OrchestratorError } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { failureReason } from '../tasks/failure-reason.ts';
import { endTaskRun } from './end-task-run.ts';
import type { Notices } from './notices.ts';

/** Work for one task. */
export interface TaskWork {
  readonly task: string;
  readonly run: Run;
  /** @param there the app of the run's repository */
  perform(there: App): Promise<void>;
  /** What becomes of the task in trouble: for what reason it stands still. */
  settle(there: App, reason: string): Promise<void>;
}

/** Keeps the trouble with one task, its repository and its rules from all others. */
export interface Containment {
  /** Works for one task. Rejects without the store, and when others gave this process up: there is nothing left to do then. */
  work(work: TaskWork): Promise<void>;
  /** Holds a task up; one that cannot even be held, because its pipeline is not to be had, only rests. */
  hold(there: App, task: string, reason: string): Promise<void>;
}

/**
 * @param appOf the app of a run's repository; rejects where that cannot be had
 * @param stop aborted when this process takes nothing new: tasks are not held up for it
 */
export const containTrouble = (
  app: App,
  appOf: (run: Run) => Promise<App>,
  notices: Notices,
  stop: AbortSignal,
): Containment => ({
  work: async ({ task, run, perform, settle }) => {
    try {
      const there = await appOf(run);
      await perform(there);
      await endTaskRun(there, run.id);
      notices.forget(task);
    } catch (error) {
      if (await endsWorker(app, error)) throw error;
      const next = error instanceof OrchestratorError ? ` ${error.next}` : '';
      const reason = `${failureReason(app, error, { task })}${next}`;
      await settle(await appOfRun(app, run.id), reason);
      if (!stop.aborted) notices.say(task, 'error', `${task}: ${reason}`);
    }
  },
  hold: async (there, task, reason) => {
    if (stop.aborted) return;
    try {
      await applyTransition(there, task, { type: 'held', reason });
    } catch (error) {
      if (await endsWorker(app, error)) throw error;
      app.log.warn({ err: error, task }, 'a task could not be held');
    }
  },
});

/** A conflict over one task is a worker's end only when others took everything over. */
const endsWorker = async (app: App, error: unknown): Promise<boolean> => {
  if (app.presence.lost.aborted || !isStoreFailure(error)) return false;
  if (!isStateConflict(error)) return true;
  return !(await app.store.orchestrators.list()).some(({ id }) => id === app.presence.id);
};
