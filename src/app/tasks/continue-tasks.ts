import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { advanceTask } from './advance-task.ts';

/** Takes up what stood between two steps when the last process ended, or what a person has decided meanwhile. */
export const continueTasks = async (app: App, scope: RunScope): Promise<void> => {
  for (const task of await app.store.tasks.inRun(scope.run)) await advanceTask(app, scope, task.id);
};
