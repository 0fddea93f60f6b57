import type { Git } from '../../../ports/git.ts';
import type { ChangesBetween } from '../objects/changes-between.ts';
import { splitNul } from '../parse.ts';
import { DEADLINE_MS, type GitRunner } from '../run/runner.ts';
import { awaitIndex } from './index-lock.ts';
import { standingAt } from './obstacles.ts';
import { finishMove } from './recovery.ts';
import { textOf } from './worktree-file.ts';

const TREE_DEADLINE_MS = 5 * DEADLINE_MS;

/** Index and files of a checkout whose branch has moved (INV-10). */
export function checkoutOperations(
  run: GitRunner,
  changesBetween: ChangesBetween,
): Pick<Git, 'updateCheckout' | 'finishCheckout' | 'wouldOverwrite'> {
  return {
    /** Rejects with `git-failed` and changes nothing when a changed or untracked file is in the way. */
    async updateCheckout(path, from, to) {
      await awaitIndex(path);
      // A touched file with its old content would count as changed. Exit code 1 tells of changed files, which the next command judges.
      await run(path, ['update-index', '-q', '--refresh'], { answers: [0, 1], deadlineMs: TREE_DEADLINE_MS });
      await run(path, ['read-tree', '-m', '-u', from, to], { deadlineMs: TREE_DEADLINE_MS });
    },

    async finishCheckout(path, from, to) {
      return finishMove(run, path, await changesBetween(path, from, to));
    },

    async wouldOverwrite(path, from, to) {
      const moves = await changesBetween(path, from, to);
      const arriving = moves.filter(({ status }) => status === 'A').map((change) => change.path);
      const standing = standingAt(path, arriving);
      if (standing.length === 0) return [];
      // What is tracked makes way by itself.
      const { stdout } = await run(path, ['ls-files', '-z'], { encoding: 'latin1' });
      const tracked = new Set(splitNul(stdout));
      return standing
        .filter((name) => !tracked.has(name))
        .map(textOf)
        .sort();
    },
  };
}
