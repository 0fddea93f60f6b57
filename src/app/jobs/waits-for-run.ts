import type { Task } from '../../domain/task.ts';
import { runOver } from '../../gates/run-over.ts';
import type { App } from '../app.ts';
import { mainRunOf } from '../home/run-lock.ts';

/**
 * Whether a task's work has to wait for the end of a main run. The gate said that none was on, but one may have begun while the job
 * was in the queue, or between two runs of its role (YA-19).
 */
export const waitsForRun = async (
  app: Pick<App, 'pipelines' | 'files' | 'processes' | 'settings' | 'store'>,
  task: Task,
): Promise<boolean> => beginsAfterRuns(app, task.pipeline) && (await mainRunOf(app)).status === 'on';

/** Whether tasks of a pipeline begin only when no main run is on. */
export const beginsAfterRuns = ({ pipelines }: Pick<App, 'pipelines'>, name: string): boolean =>
  pipelines.get(name)?.stages.some(({ gates }) => gates.includes(runOver.name)) === true;
