import type { Git } from '../../ports/git.ts';
import { checkoutOperations } from './checkout/checkout.ts';
import { commitOperations } from './checkout/commit.ts';
import { createIndexReader } from './checkout/index-entries.ts';
import { restoreOperation } from './checkout/restore-branch.ts';
import { statusOperations } from './checkout/status.ts';
import { identityOperation } from './identity.ts';
import { inspectOperation } from './inspect.ts';
import { createChangesBetween } from './objects/changes-between.ts';
import { createCommits } from './objects/commits.ts';
import { contentOperations } from './objects/content.ts';
import { mergeOperations } from './objects/merge.ts';
import { treeWithOperation } from './objects/tree-with.ts';
import { treeWithoutOperation } from './objects/tree-without.ts';
import { createQueue } from './queue.ts';
import { positionOperations } from './refs/position.ts';
import { refOperations } from './refs/refs.ts';
import { straightenOperation } from './refs/symbolic-branch.ts';
import { type Environment, hardenedConfig, hardenedEnvironment } from './run/hardening.ts';
import { createRunner } from './run/runner.ts';
import type { SettingsFile } from './run/settings-file.ts';
import type { RepositorySentinel } from './sentinel/sentinel.ts';
import { repairOperations } from './worktrees/repair.ts';
import { createWorktreeList } from './worktrees/worktree-list.ts';
import { worktreeOperations } from './worktrees/worktrees.ts';

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
  const listWorktrees = createWorktreeList(run, alone, settle);
  const commits = createCommits(run, settle);
  const readIndex = createIndexReader(run);
  const changesBetween = createChangesBetween(run);
  const inspecting = inspectOperation(run);
  return {
    ...inspecting,
    ...identityOperation(run, sentinel),
    ...positionOperations(commits, inspecting.inspect, settle),
    ...refOperations(run, listWorktrees, commits),
    ...worktreeOperations(run, alone, listWorktrees, sentinel),
    ...restoreOperation(run, alone),
    ...repairOperations(run, listWorktrees),
    ...statusOperations(run, readIndex),
    ...commitOperations(run, readIndex),
    ...contentOperations(run, changesBetween),
    ...treeWithoutOperation(run, commits),
    ...treeWithOperation(run),
    ...straightenOperation(run),
    ...mergeOperations(run, commits),
    ...checkoutOperations(run, changesBetween),
    hardened: (dir, purpose) => ({
      env: {
        ...hardenedEnvironment(environment, settings.ready(dir), purpose),
        ...(purpose === 'local' && NO_WAY_OUT),
      },
      config: hardenedConfig(purpose),
    }),
  };
}
