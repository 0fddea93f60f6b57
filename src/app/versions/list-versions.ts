import type { Task, TaskStatus } from '../../domain/task.ts';
import { openVersions } from '../../domain/version.ts';
import type { App } from '../app.ts';
import { findTask } from '../tasks/find-task.ts';
import { versionName } from './begin-versions.ts';

/** One version of a task, as `task versions --json` prints it. */
export interface VersionView {
  readonly version: number;
  readonly status: TaskStatus;
  readonly branch: string;
  readonly worktree: string;
  /** The commit that it starts from; null before it begins. */
  readonly base: string | null;
  /** Null while it has no branch. */
  readonly head: string | null;
}

/**
 * The versions of a task by their numbers: those that are ordered, and later those that were begun. The one that the task goes on with
 * stands where the task stands. A task that is made once is its own only version.
 */
export const listVersions = async (app: Pick<App, 'store'>, name: string): Promise<readonly VersionView[]> =>
  versionsOf(app, await findTask(app, name, null));

export const versionsOf = async (app: Pick<App, 'store'>, task: Task): Promise<readonly VersionView[]> => {
  const { versions } = task;
  if (versions === null) return [viewOf(1, task, task.baseCommit)];
  if (versions.made.length === 0)
    return Array.from({ length: versions.wanted }, (_, index) => ordered(task, index + 1));
  const tasks = await app.store.tasks.inRun(task.run);
  return versions.made.flatMap(({ number, task: id, base }) => {
    const version = tasks.find((one) => one.id === id);
    if (version === undefined) return [];
    return number === versions.selected ? [chosen(task, number, base)] : [viewOf(number, version, base)];
  });
};

const viewOf = (version: number, { state, branch, worktree, head }: Task, base: string | null): VersionView => ({
  version,
  status: state.status,
  branch,
  worktree,
  base,
  head,
});

/** While others are made of it, it can be chosen once more. */
const chosen = (task: Task, number: number, base: string): VersionView => {
  const open = task.versions === null ? [] : openVersions(task.versions);
  const isReady = open.some((one) => one.number === number && one.end?.isReady === true);
  const view = viewOf(number, task, base);
  return isReady ? { ...view, status: 'ready' } : view;
};

const ordered = (task: Task, number: number): VersionView => {
  const name = versionName(task, number);
  const { status } = task.state;
  return { version: number, status, branch: `task/${name}`, worktree: `task-${name}`, base: null, head: null };
};
