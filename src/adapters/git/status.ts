import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '../../ports/git.ts';
import { gitDirOf } from './layout.ts';
import type { GitRunner } from './runner.ts';
import { readStatus } from './status-entries.ts';
import { textOf } from './worktree-file.ts';

/** Files of the git directory by which git remembers an operation that waits for its end. */
const IN_PROGRESS: readonly (readonly [file: string, operation: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

export function statusOperations(run: GitRunner): Pick<Git, 'status'> {
  return {
    async status(path) {
      const entries = await readStatus(run, path);
      const paths = (isUntracked: boolean) =>
        entries.filter((entry) => (entry.kind === 'untracked') === isUntracked).map((entry) => textOf(entry.path));
      return { changed: paths(false), untracked: paths(true), inProgress: operationInProgress(path) };
    },
  };
}

function operationInProgress(path: string): string | null {
  const gitDir = gitDirOf(path);
  return IN_PROGRESS.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null;
}
