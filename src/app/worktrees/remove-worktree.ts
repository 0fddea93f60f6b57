import { isSettled } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { jobAtWork } from './job-at-work.ts';
import { setUpNote } from './set-up-worktree.ts';
import { forgetUntracked, uncommittedWork } from './uncommitted-work.ts';
import { apartOf, entriesLease, worktreePath } from './worktree-path.ts';

type Needs = Pick<App, 'git' | 'store' | 'settings' | 'files' | 'leases'>;

/** Whether a worktree on this branch (null: on none) is that of a task. */
type IsOwned = (branch: string | null) => boolean | Promise<boolean>;

/**
 * Removes a task's worktree unless it holds work (INV-9): changed or untracked files, or commits that no other branch holds.
 * The branch stays, so commits alone are no reason to keep a directory; a detached head's commits are.
 * @param isOwned asked while nobody else is at it; left out, whether a task of the engine has it
 */
export const removeWorktree = async (
  app: Needs,
  worktree: string,
  isOwned: IsOwned = (branch) => belongsToTask(app, worktree, branch),
): Promise<{ removed: boolean; reason: string }> => {
  if (!/^task-[a-z0-9-]+$/.test(worktree)) return kept(`${worktree} is no worktree of a task`);
  const { mainPath, home } = app.settings.layout;
  const path = worktreePath(app, worktree);
  const job = await jobAtWork(app, worktree);
  if (job !== null) return kept(`${job} is at work in it`);
  return app.leases.hold(path, 'removal', async () => {
    const entry = (await app.git.worktrees(mainPath)).find((candidate) => candidate.path === path);
    if (entry === undefined) return kept(`there is no worktree ${worktree}`);
    if (!(await isOwned(entry.branch))) return kept('it belongs to no task');
    if (!entry.prunable) {
      if (entry.branch === null) return kept('it is on no branch: its commits would be lost');
      const { uncommitted, inProgress } = await uncommittedWork(app, worktree, path);
      if (inProgress !== null) return kept(`a ${inProgress} is not finished in it`);
      if (uncommitted.length > 0) return kept(`it holds uncommitted work: ${uncommitted.slice(0, 20).join(', ')}`);
      if (entry.locked) return kept('it is locked');
    }
    await app.leases.hold(entriesLease(mainPath), `removal of ${worktree}`, () =>
      app.git.removeWorktree(mainPath, path),
    );
    await app.files.remove(setUpNote(home, worktree));
    await forgetUntracked(app, worktree);
    return { removed: true, reason: 'it held no work' };
  });
};

/** A person may keep worktrees of their own beside those of tasks, even under a name that a task had once. */
const belongsToTask = async (app: Needs, worktree: string, branch: string | null): Promise<boolean> =>
  (await app.store.tasks.list()).some((task) =>
    [task, apartOf(task)].some(
      (own) => own.worktree === worktree && (!isSettled(task.state) || branch === null || own.branch === branch),
    ),
  );

const kept = (reason: string) => ({ removed: false, reason });
