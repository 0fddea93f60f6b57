import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Git } from '../../ports/git.ts';
import { hiddenChanges } from './hidden-files.ts';
import { readIndex } from './index-entries.ts';
import { gitDirOf } from './layout.ts';
import { nestedRepositories } from './nested-repositories.ts';
import type { GitRunner } from './runner.ts';
import { readStatus, type StatusEntry } from './status-entries.ts';
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
      const [entries, index] = await Promise.all([readStatus(run, path), readIndex(run, path)]);
      const namesOf = (kind: StatusEntry['kind']) =>
        entries.filter((entry) => entry.kind === kind).map((entry) => entry.path);
      const nested = (await nestedRepositories(run, path, index)).map((name) => `${name}/`);
      const changed = new Set(namesOf('changed'));
      const unseen = [...(await hiddenChanges(run, path, index)).filter((name) => !changed.has(name)), ...nested];
      return {
        changed: [...changed].map(textOf),
        untracked: [...namesOf('untracked'), ...unseen].map(textOf),
        inProgress: operationInProgress(path),
      };
    },
  };
}

function operationInProgress(path: string): string | null {
  const gitDir = gitDirOf(path);
  return IN_PROGRESS.find(([file]) => existsSync(join(gitDir, file)))?.[1] ?? null;
}
