import { OrchestratorError } from '../../domain/errors.ts';
import type { Git } from '../../ports/git.ts';
import { splitNul } from './parse.ts';
import type { GitRunner } from './run/runner.ts';

const FETCH_DEADLINE_MS = 120_000;

const TRACKING = 'refs/remotes/origin/';

/** The only way to the network, and only inwards. */
export function remoteOperations(run: GitRunner): Pick<Git, 'fetchOrigin'> {
  /**
   * A bare clone names no refspec and a mirror's would move local branches: what a fetch writes is always below
   * `refs/remotes/origin/`.
   */
  async function refspecs(dir: string): Promise<string[]> {
    const { stdout } = await run(dir, ['config', '-z', '--get-all', 'remote.origin.fetch'], { answers: [0, 1] });
    const tracking = splitNul(stdout).filter((refspec) => refspec.split(':')[1]?.startsWith(TRACKING));
    return tracking.length > 0 ? tracking : [`+refs/heads/*:${TRACKING}*`];
  }

  return {
    async fetchOrigin(dir, signal) {
      try {
        await run(
          dir,
          ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--refmap=', 'origin', ...(await refspecs(dir))],
          { deadlineMs: FETCH_DEADLINE_MS, purpose: 'fetch', signal },
        );
        return { ok: true, reason: null };
      } catch (error) {
        if (error instanceof OrchestratorError) return { ok: false, reason: error.message };
        throw error;
      }
    },
  };
}
