import type { Artifact } from '../../domain/evidence.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { loadRun } from '../runs/save-run.ts';
import { artifactAt } from './documents-at.ts';

/**
 * A report as the base ref has it (`origin/main` as it was fetched last, or main where there is no remote; MA-048): whoever deploys may
 * commit the log there. Nothing is fetched. A log that stood there when the task's branch began is none of this task's.
 * @returns null where there is none; trouble with git is logged and is none
 */
export const reportOnBase = async (
  app: Pick<App, 'git' | 'store' | 'log' | 'frontmatter'>,
  { run: id, baseCommit }: Pick<Task, 'run' | 'baseCommit'>,
  path: string,
): Promise<Artifact | null> => {
  if (baseCommit === null) return null;
  try {
    const { mainPath, baseRef, mainBranch } = await loadRun(app, id);
    const ref = `refs/${baseRef === mainBranch ? 'heads' : 'remotes'}/${baseRef}`;
    const commit = await app.git.resolve(mainPath, ref);
    if (commit === null) return null;
    const at = (place: string): Promise<Artifact> => artifactAt(app, { dir: mainPath, commit: place }, path);
    const [before, now] = await Promise.all([at(baseCommit), at(commit)]);
    return now.status === 'missing' || (before.status !== 'missing' && before.text === now.text) ? null : now;
  } catch (error) {
    app.log.debug({ err: error, path }, 'a report could not be looked for on the base ref');
    return null;
  }
};
