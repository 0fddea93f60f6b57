import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

/**
 * A person's word is refused from a process that a worker or a check started, and from inside a task's worktree: there nobody
 * can tell it from a worker's. Rejects with `approval-refused`.
 * @param cwd absolute path of the caller's current directory
 * @param elsewhere absolute paths of what holds the worktrees of other repositories
 */
export const assertPerson = async (
  app: Pick<App, 'processes' | 'files' | 'settings'>,
  cwd: string,
  elsewhere: readonly string[] = [],
): Promise<void> => {
  if (app.processes.descendsFromJob()) {
    throw new OrchestratorError(
      'approval-refused',
      'This process descends from a worker or a check: what it says is no decision of a person.',
      'Decide from a shell of your own.',
    );
  }
  const here = await app.files.realPath(cwd);
  const holders = [app.settings.layout.worktreesDir, ...elsewhere];
  const worktrees = await Promise.all(holders.map((path) => app.files.realPath(path)));
  if (worktrees.some((path) => here.startsWith(`${path}/task-`))) {
    throw new OrchestratorError(
      'approval-refused',
      `${here} is in a task's worktree, where workers write.`,
      'Change to another directory and decide from there.',
    );
  }
};
