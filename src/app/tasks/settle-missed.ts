import { isStoreFailure } from '../../domain/errors.ts';
import { isActive } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import type { TaskEvent } from '../../domain/task-event.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { applyTransition } from './apply-transition.ts';
import { dependencyOf, unmergedOf } from './dependencies-of.ts';

/** Tells dependents of ends that they have not heard of: a crash may have come between a task's end and its news (INV-7). */
export const settleMissed = async (app: App): Promise<void> => {
  for (const task of await app.store.tasks.list()) {
    const dependency = dependencyOf(task);
    if (dependency.standing === 'open') continue;
    for (const dependent of await app.store.tasks.dependents(task.id)) {
      if (!(await missedTheNews(app, dependent, dependency.standing))) continue;
      const unmerged = await unmergedOf(app.store, dependent);
      await tell(app, dependent, { type: 'dependency-settled', dependency, unmerged });
    }
  }
};

/** One whose pipeline is not to be had hears of it from the next one that looks. */
const tell = async (app: App, task: Task, event: TaskEvent): Promise<void> => {
  try {
    await applyTransition(await appOfRun(app, task.run), task.id, event);
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    app.log.warn({ err: error, task: task.id }, 'a task could not be told of the end of another one');
  }
};

const missedTheNews = async (app: App, dependent: Task, standing: 'merged' | 'lost'): Promise<boolean> => {
  if (standing === 'lost') return dependent.state.status === 'planned';
  if (dependent.activeJob === null) {
    // One that the engine drives waits to begin without a job.
    return dependent.drive === 'engine' && dependent.state.status === 'planned' && dependent.due === null;
  }
  const job = await app.store.jobs.get(dependent.activeJob.job);
  return job !== null && isActive(job.status) && job.waitsFor !== null;
};
