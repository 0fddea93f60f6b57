import { isSettled, type Task } from '../../domain/task.ts';
import { endOf } from '../../engine/version-life.ts';
import type { App } from '../app.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { closedBy, closedVersions } from '../tasks/settle-versions.ts';
import { removeWorktree } from '../worktrees/remove-worktree.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';

/**
 * Repeats what a crash cut off between a task and its versions: one that came to rest is told, one
 * that is decided on is closed (INV-7).
 */
export const recoverVersions = async (app: App, tasks: readonly Task[]): Promise<void> => {
  for (const original of tasks.filter(({ versions }) => versions !== null)) {
    for (const closed of closedVersions(original, tasks))
      await applyTransition(app, closed.id, { type: 'cancelled', by: closedBy(original) });
    for (const { task: id, number, end: known } of original.versions?.made ?? []) {
      const version = tasks.find((task) => task.id === id);
      const end = version === undefined ? null : endOf(version);
      const isOpen = original.versions?.open.includes(number) === true && original.versions.selected !== number;
      if (isOpen && end !== null && (end.isReady !== known?.isReady || end.reason !== known.reason))
        await applyTransition(app, original.id, { type: 'version-ended', number, end });
    }
  }
};

/**
 * Releases the worktrees of versions that were not chosen; their branches stay (INV-9).
 * @returns which ones are kept, and why
 */
export const releaseVersions = async (app: App, tasks: readonly Task[]): Promise<readonly string[]> => {
  const inUse = new Set(tasks.filter(({ state }) => !isSettled(state)).map(({ worktree }) => worktree));
  const notices: string[] = [];
  for (const { versionOf, state, worktree } of tasks) {
    if (versionOf === null || !isSettled(state) || inUse.has(worktree)) continue;
    if (!(await app.files.exists(worktreePath(app, worktree)))) continue;
    const { removed, reason } = await removeWorktree(app, worktree);
    if (!removed) notices.push(`${worktree} is kept: ${reason}`);
  }
  return notices;
};
