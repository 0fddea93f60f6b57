import { isSettled, type Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** What became of the branch of a version, under the name of the worktree that it had. */
interface PrunedVersion {
  readonly worktree: string;
  /** Whether it is gone: never in a dry run. */
  readonly removed: boolean;
  /** In a dry run: it would go. */
  readonly wouldRemove?: boolean;
  readonly reason: string;
}

/**
 * Takes away the branches of versions that were not chosen. Their commits stay on refs of ours, since no other branch may hold them
 * (INV-9). A branch that a worktree has stays with it.
 */
export const pruneVersions = async (app: App, { dryRun }: { dryRun: boolean }): Promise<readonly PrunedVersion[]> => {
  const { mainPath } = app.settings.layout;
  const tasks = await tasksHere(app, mainPath);
  const inUse = new Set([
    ...tasks.filter(({ state }) => !isSettled(state)).map(({ branch }) => branch),
    ...(await app.git.worktrees(mainPath)).map(({ branch }) => branch),
  ]);
  const closed = tasks.filter(({ versionOf, branch }) => versionOf !== null && !inUse.has(branch));
  const pruned: PrunedVersion[] = [];
  for (const { worktree, branch } of closed) {
    const head = await app.git.resolve(mainPath, `refs/heads/${branch}`);
    if (head === null) continue;
    const ref = `refs/orchestrator/kept/${head}`;
    if (dryRun) {
      const reason = `its branch ${branch}; its commits are kept`;
      pruned.push({ worktree, removed: false, wouldRemove: true, reason });
      continue;
    }
    await app.git.keepRef(mainPath, ref, head);
    const removed = await app.git.deleteBranch(mainPath, branch, head);
    const reason = removed ? `its branch ${branch} is removed; ${ref} keeps its commits` : `${branch} has moved`;
    pruned.push({ worktree, removed, reason });
  }
  return pruned;
};

const tasksHere = async ({ store }: Pick<App, 'store'>, mainPath: string): Promise<readonly Task[]> => {
  const runs = new Map((await store.runs.list()).map((run) => [run.id, run.mainPath]));
  return (await store.tasks.list()).filter(({ run }) => runs.get(run) === mainPath);
};
