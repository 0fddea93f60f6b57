import type { Task } from '../domain/task.ts';
import type { App } from './app.ts';
import { commitIdentity } from './commit-identity.ts';
import { forgetUntracked, notOfWorker } from './uncommitted-work.ts';

/** Conventional Commits types of the task kinds. */
const COMMIT_TYPE: Readonly<Record<Task['kind'], string>> = {
  feature: 'feat',
  bugfix: 'fix',
  refactor: 'refactor',
  migration: 'feat',
  tests: 'test',
  docs: 'docs',
  chore: 'chore',
};

/**
 * Commits what a worker left uncommitted on the task's branch, without what was untracked before it or made by set-up (CF-36).
 * @returns why that was not possible, e.g. the worker left the branch; null when all is committed
 */
export const commitWork = async (
  app: Pick<App, 'git' | 'files' | 'settings'>,
  task: Task,
  path: string,
): Promise<string | null> => {
  const { branch } = await app.git.inspect(path);
  if (branch !== task.branch) {
    return `The worker left the worktree on ${branch ?? 'no branch'} instead of ${task.branch}; its commits are kept there.`;
  }
  const { inProgress } = await app.git.status(path);
  if (inProgress !== null) return `The worker left an unfinished ${inProgress} in the worktree.`;
  await app.git.commitAll(path, {
    message: `${COMMIT_TYPE[task.kind]}(${task.slug}): ${task.title}`,
    excluding: await notOfWorker(app, task.worktree),
    identity: await commitIdentity(app),
  });
  await forgetUntracked(app, task.worktree);
  return null;
};
