import type { Git } from '../../ports/git.ts';
import { createChangesBetween } from './changes-between.ts';
import { checkoutOperations } from './checkout.ts';
import { commitOperations } from './commit.ts';
import { createCommits } from './commits.ts';
import { contentOperations } from './content.ts';
import { type Environment, hardenedConfig, hardenedEnvironment } from './hardening.ts';
import { createIndexReader } from './index-entries.ts';
import { inspectOperations } from './inspect.ts';
import { mergeOperations } from './merge.ts';
import { positionOperations } from './position.ts';
import { createQueue } from './queue.ts';
import { refOperations } from './refs.ts';
import { remoteOperations } from './remote.ts';
import { repairOperations } from './repair.ts';
import { restoreOperation } from './restore-branch.ts';
import { createRunner } from './runner.ts';
import type { RepositorySentinel } from './sentinel.ts';
import type { SettingsFile } from './settings-file.ts';
import { statusOperations } from './status.ts';
import { straightenOperation } from './symbolic-branch.ts';
import { treeWithOperation } from './tree-with.ts';
import { treeWithoutOperation } from './tree-without.ts';
import { worktreeOperations } from './worktrees.ts';

export interface GitOptions {
  /** The person's environment; only names on an allow list are read. */
  readonly environment: Environment;
  /** The person's own settings, frozen; one for this process, shared with the sentinel. */
  readonly settings: SettingsFile;
  /** Absent before the repository is known: `inspect` finds the common directory that a sentinel watches. */
  readonly sentinel?: RepositorySentinel;
}

/**
 * Of git's own transports the lead's commands get none, whatever the guard let through (INV-4). The harness's own local commands keep
 * them: a clone without all its objects fetches those that it lacks.
 */
const NO_WAY_OUT = { GIT_ALLOW_PROTOCOL: 'none' };

/** Git through its command line, hardened (INV-16), each command with a deadline that ends its children too (INV-8). */
export function createGit({ environment, settings, sentinel }: GitOptions): Git {
  const settle = (): void => sentinel?.settle();
  const run = createRunner({ environment, settings, before: settle });
  const alone = createQueue();
  const commits = createCommits(run, settle);
  const readIndex = createIndexReader(run);
  const changesBetween = createChangesBetween(run);
  const inspecting = inspectOperations(run, sentinel);
  return {
    ...inspecting,
    ...positionOperations(commits, inspecting.inspect, settle),
    ...refOperations(run, alone, commits),
    ...worktreeOperations(run, alone, sentinel),
    ...restoreOperation(run, alone),
    ...repairOperations(run, alone),
    ...statusOperations(run, readIndex),
    ...commitOperations(run, readIndex),
    ...contentOperations(run, changesBetween),
    ...treeWithoutOperation(run, commits),
    ...treeWithOperation(run),
    ...straightenOperation(run),
    ...mergeOperations(run, commits),
    ...checkoutOperations(run, changesBetween),
    ...remoteOperations(run),
    hardened: (dir, purpose) => ({
      env: {
        ...hardenedEnvironment(environment, settings.ready(dir), purpose),
        ...(purpose === 'local' && NO_WAY_OUT),
      },
      config: hardenedConfig(purpose),
    }),
  };
}
