import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { advanceTask } from '../tasks/advance-task.ts';

/** The steps of tasks between two jobs: gates, merges, and the order for the next job. */
interface TaskSteps {
  /** Whether the next step of a task that is due is the engine's to take, and taking it now may move the task. */
  isReady(task: string): Promise<boolean>;
  take(task: string): Promise<void>;
}

/** A step that moved its task nowhere is not taken again at once: the same would come of it, without end. */
const AGAIN_AFTER_MS = 5_000;

export const createTaskSteps = (app: App, scope: RunScope): TaskSteps => {
  const unmoved = new Map<string, { readonly version: number; readonly again: number }>();
  return {
    isReady: async (id) => {
      const task = await app.store.tasks.get(id);
      if (task === null) return false;
      const last = unmoved.get(id);
      const now = app.clock.now();
      return !(last?.version === task.version && now < last.again) && isOfEngine(task, now);
    },
    take: async (id) => {
      await advanceTask(app, scope, id);
      const task = await app.store.tasks.get(id);
      if (task !== null && task.due !== null)
        unmoved.set(id, { version: task.version, again: app.clock.now() + AGAIN_AFTER_MS });
    },
  };
};

/** What is held up by something outside waits for the lead, or for the next start. */
const isOfEngine = (task: Task, now: number): boolean => {
  if (task.state.status === 'waiting') return (nextLook(task) ?? Number.POSITIVE_INFINITY) <= now;
  // Judges are started in every pipeline; the rest of a lead's task is the lead's.
  return task.drive === 'engine' || task.due === 'work';
};
