import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { removeWorktree } from './remove-worktree.ts';
import { removeScratch } from './scratch-worktree.ts';
import { apartOf } from './worktree-path.ts';

/**
 * After a run: what is merged needs its worktree and branch no longer (CX-22), and scratch worktrees hold nothing of their own.
 * What holds work stays and is named. Never rejects: a run whose repository was taken away still has to be reported.
 */
export const tidyUp = async (app: App, run: string): Promise<readonly string[]> => {
  try {
    await removeScratch(app);
    return await releaseMergedTasks(app, run);
  } catch (error) {
    return [`Nothing was tidied up: ${error instanceof Error ? error.message : String(error)}`];
  }
};

/** Releases the worktrees and branches of the merged tasks of a run. */
export const releaseMergedTasks = async (app: App, run: string): Promise<readonly string[]> => {
  const merged = (await app.store.tasks.inRun(run)).filter(({ state }) => state.status === 'merged');
  if (merged.length === 0) return [];
  const worktrees = await app.git.worktrees(app.settings.layout.mainPath);
  const notices: string[] = [];
  for (const task of merged) {
    const isCheckedOut = worktrees.some(({ branch }) => branch === task.branch);
    notices.push(...(await releaseMerged(app, task, isCheckedOut)));
    if (worktrees.some(({ branch }) => branch === apartOf(task).branch))
      notices.push(...(await releaseApart(app, task)));
  }
  return notices;
};

/** What a judge of a task had for itself: what it left well stands on the task's branch. */
const releaseApart = async (app: App, task: Task): Promise<readonly string[]> => {
  const { mainPath } = app.settings.layout;
  const { worktree, branch } = apartOf(task);
  const { removed, reason } = await removeWorktree(app, worktree);
  if (!removed) return [`${worktree} is kept: ${reason}`];
  const head = await app.git.resolve(mainPath, `refs/heads/${branch}`);
  const isBroughtBack = head !== null && task.head !== null && (await app.git.isAncestor(mainPath, head, task.head));
  if (isBroughtBack) await app.git.deleteBranch(mainPath, branch, head);
  return [];
};

const releaseMerged = async (app: App, task: Task, isCheckedOut: boolean): Promise<readonly string[]> => {
  const { mainPath } = app.settings.layout;
  if (isCheckedOut) {
    const { removed, reason } = await removeWorktree(app, task.worktree);
    if (!removed) return [`${task.worktree} is kept: ${reason}`];
  }
  // Only at the head that was merged: commits made later are nobody's but theirs (INV-9).
  if (task.head === null || (await app.git.deleteBranch(mainPath, task.branch, task.head))) return [];
  const exists = (await app.git.resolve(mainPath, `refs/heads/${task.branch}`)) !== null;
  return exists ? [`${task.branch} is kept: it has moved since it was merged`] : [];
};
