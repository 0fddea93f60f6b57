import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** Absolute path of a worktree by its name; `main` is a role, not a directory's name. */
export const worktreePath = (app: Pick<App, 'settings'>, name: string): string =>
  name === 'main' ? app.settings.layout.mainPath : `${app.settings.layout.worktreesDir}/${name}`;

/** Worktree and branch of the role that judges a task apart from where it was made. */
export const apartOf = ({
  worktree,
  branch,
}: Pick<Task, 'worktree' | 'branch'>): { readonly worktree: string; readonly branch: string } => ({
  worktree: `${worktree}-review`,
  branch: `${branch}-review`,
});

/**
 * Name of the lease on a repository's list of worktrees: git dies of an entry that another process has half written, and a repair
 * takes one for a leftover.
 */
export const entriesLease = (mainPath: string): string => `worktrees of ${mainPath}`;
