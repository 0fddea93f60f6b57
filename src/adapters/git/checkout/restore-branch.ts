import type { Git } from '../../../ports/git.ts';
import type { Queue } from '../queue.ts';
import { refuseLink } from '../real-place.ts';
import { isSymbolicBranch } from '../refs/symbolic-branch.ts';
import { DEADLINE_MS, type GitRunner } from '../run/runner.ts';
import { unhideFiles } from './hidden-files.ts';
import { operationInProgress } from './in-progress.ts';
import { createIndexReader } from './index-entries.ts';

/** Writing or deleting a large tree takes longer than any question. */
const TREE_DEADLINE_MS = 5 * DEADLINE_MS;

/** What a forced checkout does not end by itself; a merge, a cherry-pick and a revert it does. */
const GIVING_UP: Readonly<Record<string, readonly string[]>> = {
  rebase: ['rebase', '--quit'],
  bisect: ['bisect', 'reset', 'HEAD'],
};

export function restoreOperation(run: GitRunner, alone: Queue): Pick<Git, 'restoreBranch'> {
  const readIndex = createIndexReader(run);
  return {
    async restoreBranch(path, branch, commit) {
      refuseLink(path);
      const options = { deadlineMs: TREE_DEADLINE_MS };
      const giveUp = GIVING_UP[operationInProgress(path) ?? ''];
      // Where its own state is damaged git cannot end it; the checkout is done all the same, and `status` goes on to say so.
      if (giveUp !== undefined) await run(path, giveUp, { ...options, answers: [0, 1, 128] });
      // A file that git was told not to look at would keep its content.
      await unhideFiles(run, path, await readIndex(path));
      if (isSymbolicBranch(path, branch)) await run(path, ['update-ref', '--no-deref', `refs/heads/${branch}`, commit]);
      await alone(() => run(path, ['checkout', '--quiet', '--force', '-B', branch, commit, '--'], options));
    },
  };
}
