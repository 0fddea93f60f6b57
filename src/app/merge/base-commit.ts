import { OrchestratorError } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { targetHead } from './target.ts';

type Needs = Pick<App, 'git' | 'settings'>;

/**
 * The commit that new work starts from (CF-03): the given ref; else local main where it contains the base ref, because
 * what was merged locally is not on origin; else, and with the policy `remote`, the base ref.
 * Rejects with `main-diverged` when neither contains the other.
 */
export const baseCommit = async (app: Needs, run: Run, given: string | null): Promise<string> => {
  if (given !== null) {
    const commit = await app.git.resolve(run.mainPath, given);
    if (commit !== null) return commit;
    throw new OrchestratorError(
      'worktree-invalid',
      `The base "${given}" names no commit.`,
      'Leave it out, or name a branch, tag or commit.',
    );
  }
  const local = await targetHead(app, run);
  const isOwn = run.baseRef === run.mainBranch;
  const remote = await app.git.resolve(run.mainPath, `refs/${isOwn ? 'heads' : 'remotes'}/${run.baseRef}`);
  if (remote === null || remote === local) return local;
  if (app.settings.basePolicy === 'remote') return remote;
  if (await app.git.isAncestor(run.mainPath, remote, local)) return local;
  if (await app.git.isAncestor(run.mainPath, local, remote)) return remote;
  throw new OrchestratorError(
    'main-diverged',
    `${run.mainBranch} (${local.slice(0, 12)}) and ${run.baseRef} (${remote.slice(0, 12)}) have diverged: neither contains the other.`,
    `Bring them together first (\`git merge ${run.baseRef}\` in main), or set base.policy: remote to start from ${run.baseRef}.`,
  );
};
