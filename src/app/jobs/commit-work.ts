import type { Task } from '../../domain/task.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';
import { forgetUntracked, notOfWorker } from '../worktrees/uncommitted-work.ts';
import { commitIdentity } from './commit-identity.ts';

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

/** What is told of a task in its commits, and where it is made. */
type Committed = Pick<Task, 'kind' | 'slug' | 'title' | 'branch' | 'worktree'>;

/** The commits of roles that write documents alone are told apart from the change itself. */
export const messageOf = (task: Committed, { role, writes }: Pick<AgentRole, 'role' | 'writes'>): string => {
  const allowed = writes?.filter((glob) => !glob.startsWith('!')) ?? [];
  const writesDocuments = allowed.length > 0 && allowed.every((glob) => /^docs\/|\.md$/.test(glob));
  return writesDocuments
    ? `docs(${task.slug}): ${task.title} (${role})`
    : `${COMMIT_TYPE[task.kind]}(${task.slug}): ${task.title}`;
};

/**
 * Commits what a worker left uncommitted on the task's branch, without what was untracked before it or made by set-up (CF-36).
 * @returns why that was not possible, e.g. the worker left the branch; null when all is committed
 */
export const commitWork = async (
  app: Pick<App, 'git' | 'files' | 'settings'>,
  task: Committed,
  role: Pick<AgentRole, 'role' | 'writes'>,
  path: string,
): Promise<string | null> => {
  const { branch, inProgress } = await app.git.position(path);
  if (branch !== task.branch) {
    return `The worker left the worktree on ${branch ?? 'no branch'} instead of ${task.branch}; its commits are kept there.`;
  }
  if (inProgress !== null) return `The worker left an unfinished ${inProgress} in the worktree.`;
  await app.git.commitAll(path, {
    message: messageOf(task, role),
    excluding: await notOfWorker(app, task.worktree),
    identity: await commitIdentity(app),
  });
  await forgetUntracked(app, task.worktree);
  return null;
};
