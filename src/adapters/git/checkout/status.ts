import type { Git } from '../../../ports/git.ts';
import type { GitRunner } from '../run/runner.ts';
import { hiddenChanges } from './hidden-files.ts';
import { operationInProgress } from './in-progress.ts';
import type { IndexReader } from './index-entries.ts';
import { nestedRepositories } from './nested-repositories.ts';
import { readStatus, type StatusEntry } from './status-entries.ts';
import { textOf } from './worktree-file.ts';

export function statusOperations(run: GitRunner, readIndex: IndexReader): Pick<Git, 'status'> {
  return {
    async status(path) {
      const [entries, index] = await Promise.all([readStatus(run, path), readIndex(path)]);
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
