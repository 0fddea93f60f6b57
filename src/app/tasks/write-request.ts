import { pathOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { itemOf } from '../../domain/version.ts';
import type { App } from '../app.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import { writeInWorktree } from '../worktrees/write-in-worktree.ts';
import { pipelineOf } from './pipeline-of.ts';

/**
 * Commits the request that a work item begins with: the title, and the prompt word for word.
 * @returns the commit; null where the pipeline keeps no work item, or the file is there already
 */
export const writeRequest = async (app: App, task: Task, worktree: string): Promise<string | null> => {
  const { workItem } = pipelineOf(app, task);
  if (workItem === null) return null;
  const file = `${pathOf(workItem, task)}/00-business-request.md`;
  if ((await app.git.show(worktree, 'HEAD', file)) !== null) return null;
  await writeInWorktree(app, worktree, file, `# ${task.title}\n\n${task.prompt}\n`);
  return app.git.commitAll(worktree, {
    message: `docs: init ${itemOf(task)} business request`,
    excluding: [],
    identity: await commitIdentity(app),
  });
};
