import type { App } from '../app.ts';
import type { WorktreeView } from '../worktrees/list-worktrees.ts';

/**
 * Commits that a task's branch held before and holds no longer, after a git command of the lead (`checkout -B`, `commit --amend`) or by
 * anybody's hand, are kept on a ref of ours (INV-9).
 * @param before the worktree as it was when it was last looked at
 */
export const keepOldHead = async (
  app: Pick<App, 'git' | 'settings' | 'progress'>,
  before: Pick<WorktreeView, 'worktree' | 'head' | 'branch'>,
): Promise<void> => {
  const { head, branch } = before;
  if (before.worktree === 'main' || head === null || branch === null) return;
  const { mainPath } = app.settings.layout;
  const now = await app.git.resolve(mainPath, `refs/heads/${branch}`);
  if (now === head || (now !== null && (await app.git.isAncestor(mainPath, head, now)))) return;
  const ref = `refs/orchestrator/kept/${head}`;
  await app.git.keepRef(mainPath, ref, head);
  app.progress.emit({
    type: 'notice',
    level: 'warning',
    text: `${branch} no longer holds ${head}: it is kept as ${ref}`,
  });
};
