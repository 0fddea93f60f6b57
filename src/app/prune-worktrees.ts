import type { App } from './app.ts';
import { listWorktrees } from './list-worktrees.ts';
import { removeWorktree } from './remove-worktree.ts';
import { removeScratch } from './scratch-worktree.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'files' | 'leases'>;

export interface Pruned {
  readonly worktree: string;
  readonly removed: boolean;
  readonly reason: string;
}

/** Removes the worktrees of tasks that are over and hold no work; what is kept is named with its reason (INV-9). */
export const pruneWorktrees = async (app: Needs): Promise<readonly Pruned[]> => {
  await removeScratch(app);
  const tasks = await app.store.tasks.list();
  const over = new Set(['merged', 'skipped', 'cancelled']);
  const results: Pruned[] = [];
  for (const { worktree, task } of await listWorktrees(app)) {
    if (worktree === 'main') continue;
    const owner = tasks.find(({ id }) => id === task);
    if (owner === undefined) results.push({ worktree, removed: false, reason: 'it belongs to no task' });
    else if (!over.has(owner.state.status))
      results.push({ worktree, removed: false, reason: `${owner.id} is ${owner.state.status}` });
    else results.push({ worktree, ...(await removeWorktree(app, worktree)) });
  }
  return results;
};
