import { basename, dirname } from 'node:path';
import { isSettled } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { uncommittedWork } from './uncommitted-work.ts';
import { apartOf } from './worktree-path.ts';

export interface WorktreeView {
  readonly worktree: string;
  readonly path: string;
  readonly branch: string | null;
  readonly head: string | null;
  readonly dirty: boolean;
  /** Id of the task that has it, the newest where several had; null when none has. */
  readonly task: string | null;
}

/** The worktrees that a lead may name: `main` and those in the worktree directory; the harness's own are left out. */
export const listWorktrees = async (
  app: Pick<App, 'git' | 'store' | 'settings' | 'files'>,
): Promise<readonly WorktreeView[]> => {
  const { mainPath, worktreesDir } = app.settings.layout;
  const entries = (await app.git.worktrees(mainPath)).filter(
    ({ path, bare, prunable }) => !bare && !prunable && (path === mainPath || dirname(path) === worktreesDir),
  );
  const tasks = await app.store.tasks.list();
  return Promise.all(
    entries.map(async ({ path, branch, head }) => {
      const worktree = path === mainPath ? 'main' : basename(path);
      const { uncommitted } = await uncommittedWork(app, worktree, path);
      const owners = tasks.filter((task) =>
        [task, apartOf(task)].some((own) => own.worktree === worktree && own.branch === branch),
      );
      // A task that goes on with a version has its worktree, whoever made it.
      const owner = owners.findLast(({ state }) => !isSettled(state)) ?? owners.at(-1);
      return { worktree, path, branch, head, dirty: uncommitted.length > 0, task: owner?.id ?? null };
    }),
  );
};
