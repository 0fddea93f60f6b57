import type { WorktreeStatus } from '../../ports/git.ts';
import type { App } from '../app.ts';

/** What can be seen of a worker's doings in its worktree. */
export interface VisibleState {
  readonly head: string | null;
  readonly status: WorktreeStatus;
  /** Changes when the worker commits or touches a file that git does not ignore. */
  readonly text: string;
}

/** Of more changed files than these one will be a new one. */
const MOST_FILES = 500;

/** @param path absolute path of the worktree */
export const visibleState = async (app: Pick<App, 'git' | 'files'>, path: string): Promise<VisibleState> => {
  const [{ head }, status] = await Promise.all([app.git.position(path), app.git.status(path)]);
  // A file that was changed before may be changed again: its name alone does not tell.
  const files = [...status.changed, ...status.untracked].slice(0, MOST_FILES);
  const times = await Promise.all(files.map((file) => app.files.modifiedAt(`${path}/${file}`)));
  return { head, status, text: JSON.stringify([head, status, times]) };
};
