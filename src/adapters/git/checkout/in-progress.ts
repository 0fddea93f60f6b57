import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gitDirOf } from '../layout.ts';

/** Files of the git directory by which git remembers an operation that waits for its end. */
const IN_PROGRESS: readonly (readonly [file: string, operation: string])[] = [
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['MERGE_HEAD', 'merge'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
];

/** What was begun in a checkout and waits for its end, e.g. `rebase`; null when nothing does. */
export function operationInProgress(path: string): string | null {
  const gitDir = gitDirOf(path);
  return IN_PROGRESS.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null;
}
