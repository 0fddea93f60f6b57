import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** A task by id or slug; within a run when one is given. Rejects with `unknown-task`. */
export const findTask = async (app: Pick<App, 'store'>, name: string, run: string | null): Promise<Task> => {
  const task = await app.store.tasks.find(name, run);
  if (task !== null && (run === null || task.run === run)) return task;
  const known = run === null ? await app.store.tasks.list() : await app.store.tasks.inRun(run);
  const names = known.slice(-20).map(({ id, slug }) => `${id} (${slug})`);
  throw new OrchestratorError(
    'unknown-task',
    `There is no task "${name}".`,
    names.length === 0 ? 'No task is recorded here yet.' : `Known: ${names.join(', ')}.`,
  );
};

/** The task of a run that has reserved a worktree's name; null when none has. */
export const findTaskOfWorktree = async (
  app: Pick<App, 'store'>,
  run: string,
  worktree: string,
): Promise<Task | null> => (await app.store.tasks.inRun(run)).find((task) => task.worktree === worktree) ?? null;
