import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import { gitDirOf } from '../layout.ts';
import type { Queue } from '../queue.ts';
import { refuseLink } from '../real-place.ts';
import { readRef } from '../refs/refs-on-disk.ts';
import { DEADLINE_MS, type GitRunner } from '../run/runner.ts';
import type { RepositorySentinel } from '../sentinel/sentinel.ts';
import { INITIALIZING } from './repair.ts';
import type { WorktreeList } from './worktree-list.ts';

/** Writing or deleting a large tree takes longer than any question. */
const TREE_DEADLINE_MS = 5 * DEADLINE_MS;

const HEADS = 'refs/heads/';

type WorktreeOperation = 'worktrees' | 'addWorktree' | 'removeWorktree' | 'resetWorktree' | 'checkoutBranch';

/**
 * @param alone git reads the entries of all worktrees when it makes or looks for one, and dies of one that is half written: commands
 * that do so take turns. Files are written and looked at outside of it.
 */
export function worktreeOperations(
  run: GitRunner,
  alone: Queue,
  worktrees: WorktreeList,
  sentinel?: RepositorySentinel,
): Pick<Git, WorktreeOperation> {
  const options = { deadlineMs: TREE_DEADLINE_MS };
  const changing: RepositorySentinel['changing'] = (path, change) =>
    sentinel === undefined ? change() : sentinel.changing(path, change);

  async function placement(dir: string, path: string, at: Parameters<Git['addWorktree']>[2]): Promise<string[]> {
    if ('detach' in at) return ['--detach', path, at.detach];
    return (await exists(dir, `${HEADS}${at.branch}`)) ? [path, at.branch] : ['-b', at.branch, path, at.base];
  }

  async function exists(dir: string, ref: string): Promise<boolean> {
    const id = readRef(dir, ref);
    if (id !== undefined) return id !== null;
    const { exitCode } = await run(dir, ['show-ref', '--verify', '--quiet', ref], { answers: [0, 1] });
    return exitCode === 0;
  }

  /** An entry without files, marked as git marks one that is not done, so that `repair` knows it after a crash. */
  async function addEntry(dir: string, path: string, at: Parameters<Git['addWorktree']>[2]): Promise<void> {
    const marked = ['worktree', 'add', '--quiet', '--no-checkout', '--lock', '--reason', INITIALIZING];
    await run(dir, [...marked, ...(await placement(dir, path, at))]);
  }

  return {
    worktrees,

    async addWorktree(dir, path, at) {
      await changing(path, async () => {
        await alone(() => addEntry(dir, path, at));
        try {
          await run(path, ['reset', '--quiet', '--hard'], options);
          await rm(join(gitDirOf(path), 'locked'));
        } catch (error) {
          // Nobody has it yet, so nothing in it is work. Twice --force, because it is marked.
          const remove = ['worktree', 'remove', '--force', '--force', path];
          await alone(() => run(dir, remove, { ...options, answers: [0, 128] }));
          throw error;
        }
      });
    },

    async removeWorktree(dir, path) {
      refuseLink(path);
      await changing(path, () => alone(() => run(dir, ['worktree', 'remove', '--force', path], options)));
    },

    async resetWorktree(path, commit, keep) {
      refuseLink(path);
      await run(path, ['checkout', '--quiet', '--force', '--detach', commit, '--'], options);
      const kept = keep.flatMap((name) => ['-e', `/${escapePattern(name)}`]);
      // Twice -f: repositories that a worker made in here go too.
      await run(path, ['clean', '-ffdx', '--quiet', ...kept], options);
    },

    async checkoutBranch(path, branch) {
      refuseLink(path);
      await alone(() => run(path, ['switch', '--quiet', '--no-guess', branch], options));
    },
  };
}

/** A name as a pattern of an ignore file that matches this name alone. */
function escapePattern(name: string): string {
  return name.replaceAll(/[\\*?[\] ]/g, '\\$&');
}
