import { OrchestratorError } from '../domain/errors.ts';
import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { applyTransition } from './apply-transition.ts';
import { baseCommit } from './base-commit.ts';
import { loadRun } from './save-run.ts';
import { setUpNote } from './set-up-worktree.ts';
import { worktreePath } from './worktree-path.ts';

export interface MadeWorktree {
  readonly worktree: string;
  readonly path: string;
  readonly branch: string;
  readonly head: string;
  /** False when it was there already. */
  readonly created: boolean;
}

/**
 * Creates a worktree on a branch, or takes the one that is there (CX-20). A detached one is put back on its branch.
 * Rejects with `worktree-invalid` when its directory holds something else.
 */
export const ensureWorktree = async (
  app: App,
  runId: string,
  wanted: { worktree: string; branch: string; base: string | null },
): Promise<MadeWorktree> => {
  const { mainPath, home } = app.settings.layout;
  const path = worktreePath(app, wanted.worktree);
  const existing = (await app.git.worktrees(mainPath)).find((entry) => entry.path === path && !entry.prunable);
  if (existing !== undefined) {
    if (existing.branch === null) await app.git.checkoutBranch(path, wanted.branch);
    else if (existing.branch !== wanted.branch) throw onAnotherBranch(wanted, existing.branch);
    const head = await app.git.resolve(path, 'HEAD');
    return { ...wanted, path, head: head ?? '', created: false };
  }
  if ((await app.files.list(path)).length > 0) {
    throw new OrchestratorError(
      'worktree-invalid',
      `${path} is in the way: it is no worktree of this repository.`,
      'Move it away, or choose another slug.',
    );
  }
  const base = await baseCommit(app, await loadRun(app, runId), wanted.base);
  await app.files.remove(setUpNote(home, wanted.worktree));
  await app.git.addWorktree(mainPath, path, { branch: wanted.branch, base });
  const head = await app.git.resolve(path, 'HEAD');
  return { ...wanted, path, head: head ?? base, created: true };
};

const onAnotherBranch = (wanted: { worktree: string; branch: string }, branch: string): OrchestratorError =>
  new OrchestratorError(
    'worktree-invalid',
    `${wanted.worktree} is on ${branch}, not on ${wanted.branch}.`,
    `Run \`git checkout ${wanted.branch}\` there, or give the task another slug.`,
  );

/** A task's own worktree; the engine is told where its branch began. */
export const ensureTaskWorktree = async (
  app: App,
  task: Task,
  base: string | null = task.base,
): Promise<MadeWorktree> => {
  const made = await ensureWorktree(app, task.run, { worktree: task.worktree, branch: task.branch, base });
  if (task.baseCommit === null) {
    await applyTransition(app, task.id, { type: 'worktree-made', baseCommit: made.head, head: made.head });
  }
  return made;
};
