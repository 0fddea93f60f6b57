import type { Git } from '../../ports/git.ts';
import { awaitIndex } from './index-lock.ts';
import { findObstacles } from './obstacles.ts';
import { parseRawChanges, type RawChange, splitNul } from './parse.ts';
import { finishMove } from './recovery.ts';
import { DEADLINE_MS, type GitRunner } from './runner.ts';

const TREE_DEADLINE_MS = 5 * DEADLINE_MS;

/** Index and files of a checkout whose branch has moved (INV-10). */
export function checkoutOperations(run: GitRunner): Pick<Git, 'updateCheckout' | 'finishCheckout' | 'wouldOverwrite'> {
  async function changes(path: string, from: string, to: string): Promise<RawChange[]> {
    const { stdout } = await run(path, ['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to], {
      encoding: 'latin1',
    });
    return parseRawChanges(stdout);
  }

  return {
    /** Rejects with `git-failed` and changes nothing when a changed or untracked file is in the way. */
    async updateCheckout(path, from, to) {
      await awaitIndex(path);
      // A touched file with its old content would count as changed. Exit code 1 tells of changed files, which the next command judges.
      await run(path, ['update-index', '-q', '--refresh'], { answers: [0, 1], deadlineMs: TREE_DEADLINE_MS });
      await run(path, ['read-tree', '-m', '-u', from, to], { deadlineMs: TREE_DEADLINE_MS });
    },

    async finishCheckout(path, from, to) {
      return finishMove(run, path, await changes(path, from, to));
    },

    async wouldOverwrite(path, from, to) {
      const moves = await changes(path, from, to);
      const arriving = moves.filter(({ status }) => status === 'A').map((change) => change.path);
      if (arriving.length === 0) return [];
      const { stdout } = await run(path, ['ls-files', '-z'], { encoding: 'latin1' });
      return findObstacles(path, arriving, new Set(splitNul(stdout)));
    },
  };
}
