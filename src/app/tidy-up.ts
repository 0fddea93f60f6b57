import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { removeWorktree } from './remove-worktree.ts';
import { removeScratch } from './scratch-worktree.ts';

/**
 * After a run: what is merged needs its worktree and branch no longer (CX-22), and scratch worktrees hold nothing of their own.
 * What holds work stays and is named.
 */
export const tidyUp = async (app: App, run: string): Promise<readonly string[]> => {
  await removeScratch(app);
  const notices: string[] = [];
  for (const task of await app.store.tasks.inRun(run)) {
    if (task.state.status === 'merged') notices.push(...(await releaseMerged(app, task)));
  }
  return notices;
};

const releaseMerged = async (app: App, task: Task): Promise<readonly string[]> => {
  const { mainPath } = app.settings.layout;
  const entries = await app.git.worktrees(mainPath);
  if (entries.some(({ branch }) => branch === task.branch)) {
    const { removed, reason } = await removeWorktree(app, task.worktree);
    if (!removed) return [`${task.worktree} is kept: ${reason}`];
  }
  // Only at the head that was merged: commits made later are nobody's but theirs (INV-9).
  if (task.head === null || (await app.git.deleteBranch(mainPath, task.branch, task.head))) return [];
  const exists = (await app.git.resolve(mainPath, `refs/heads/${task.branch}`)) !== null;
  return exists ? [`${task.branch} is kept: it has moved since it was merged`] : [];
};
