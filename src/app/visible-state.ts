import type { WorktreeStatus } from '../ports/git.ts';
import type { App } from './app.ts';

/** What can be seen of a worker's doings in its worktree. */
interface VisibleState {
  readonly head: string | null;
  readonly status: WorktreeStatus;
  /** Changes when the worker commits or touches a file that git does not ignore. */
  readonly text: string;
}

export const visibleState = async (app: Pick<App, 'git'>, path: string): Promise<VisibleState> => {
  const [{ head }, status] = await Promise.all([app.git.position(path), app.git.status(path)]);
  return { head, status, text: JSON.stringify([head, status]) };
};
