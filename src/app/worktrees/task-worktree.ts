import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { baseCommit } from '../merge/base-commit.ts';
import { loadRun } from '../runs/save-run.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { writeRequest } from '../tasks/write-request.ts';
import { setUpNote } from './set-up-worktree.ts';
import { forgetUntracked } from './uncommitted-work.ts';
import { entriesLease, worktreePath } from './worktree-path.ts';

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
  const existing = (await app.git.worktrees(mainPath)).find((entry) => entry.path === path);
  // Its directory is gone: the entry alone holds nothing and stands in the way of a new one.
  if (existing?.prunable) await forgetEntry(app, mainPath, path);
  else if (existing !== undefined) {
    if (existing.branch === null) await putOnBranch(app, path, wanted.branch, existing.head);
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
  await forgetUntracked(app, wanted.worktree);
  await app.leases.hold(entriesLease(mainPath), `worktree ${wanted.worktree}`, () =>
    app.git.addWorktree(mainPath, path, { branch: wanted.branch, base }),
  );
  const head = await app.git.resolve(path, 'HEAD');
  return { ...wanted, path, head: head ?? base, created: true };
};

const forgetEntry = (app: App, mainPath: string, path: string): Promise<void> =>
  app.leases.hold(entriesLease(mainPath), `removal of ${path}`, () => app.git.removeWorktree(mainPath, path));

/** Commits that a detached worktree alone has stay reachable under a ref of ours (INV-9). */
const putOnBranch = async (app: App, path: string, branch: string, head: string | null): Promise<void> => {
  const tip = await app.git.resolve(path, `refs/heads/${branch}`);
  if (head !== null && tip !== null && !(await app.git.isAncestor(path, head, tip))) {
    await app.git.keepRef(path, `refs/orchestrator/kept/${head}`, head);
  }
  await app.git.checkoutBranch(path, branch);
};

const onAnotherBranch = (wanted: { worktree: string; branch: string }, branch: string): OrchestratorError =>
  new OrchestratorError(
    'worktree-invalid',
    `${wanted.worktree} is on ${branch}, not on ${wanted.branch}.`,
    `Run \`git checkout ${wanted.branch}\` there, or give the task another slug.`,
  );

/**
 * A task's own worktree; the engine is told where its branch began. Where the pipeline keeps a work item, its first commit holds the
 * request word for word.
 */
export const ensureTaskWorktree = async (app: App, task: Task, base: string | null = null): Promise<MadeWorktree> => {
  const made = await ensureWorktree(app, task.run, {
    worktree: task.worktree,
    branch: task.branch,
    base: base ?? task.base,
  });
  if (task.baseCommit !== null) return made;
  const head = (await writeRequest(app, task, made.path)) ?? made.head;
  await applyTransition(app, task.id, { type: 'worktree-made', baseCommit: made.head, head });
  return { ...made, head };
};
