import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';

/**
 * Writes a file of the harness's own into a worktree, and the directories that it needs. Rejects with `worktree-invalid` where a link in
 * its path leads elsewhere: somebody may have committed it to have a file outside of the worktree written.
 * @param worktree absolute path
 * @param path relative to it
 */
export const writeInWorktree = async (
  { files }: Pick<App, 'files'>,
  worktree: string,
  path: string,
  text: string,
): Promise<void> => {
  const directory = path.split('/').slice(0, -1).join('/');
  const wanted = directory === '' ? await files.realPath(worktree) : `${await files.realPath(worktree)}/${directory}`;
  if ((await files.realPath(`${worktree}/${directory}`)) !== wanted) throw ledAway(worktree, path);
  await files.makeDirectory(wanted);
  await files.write(`${worktree}/${path}`, text);
};

const ledAway = (worktree: string, path: string): OrchestratorError =>
  new OrchestratorError(
    'worktree-invalid',
    `${path} cannot be written in ${worktree}: a link in its path leads elsewhere.`,
    'Take that link out of the branch that the task is built on, then have the task retried.',
  );
