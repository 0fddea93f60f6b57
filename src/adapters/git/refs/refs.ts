import { OrchestratorError } from '../../../domain/errors.ts';
import type { Git, ObjectId } from '../../../ports/git.ts';
import { awaitIndex } from '../checkout/index-lock.ts';
import { createMemo, type Memo } from '../memo.ts';
import type { Commits } from '../objects/commits.ts';
import { isObjectId } from '../objects/object-id.ts';
import { splitLines } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';
import type { WorktreeList } from '../worktrees/worktree-list.ts';
import { commonDirOf } from './refs-on-disk.ts';

const HEADS = 'refs/heads/';
const REMEMBERED = 256;

type RefOperation =
  | 'resolve'
  | 'treeOf'
  | 'isAncestor'
  | 'mergeBase'
  | 'moveBranch'
  | 'keepRef'
  | 'deleteBranch'
  | 'branches'
  | 'lastChange'
  | 'commitsBetween';

/** Commits and the names that hold them. Refs change with their old value named and without following symbolic ones. */
export function refOperations(run: GitRunner, listWorktrees: WorktreeList, commits: Commits): Pick<Git, RefOperation> {
  const ancestors = createMemo<boolean>(REMEMBERED);
  const bases = createMemo<ObjectId | null>(REMEMBERED);

  /** What two ids say about each other stays as it is. */
  function between<T>(memo: Memo<T>, dir: string, a: ObjectId, b: ObjectId, find: () => Promise<T>): Promise<T> {
    return isObjectId(a) && isObjectId(b) ? memo.get([commonDirOf(dir) ?? dir, a, b].join('\0'), find) : find();
  }

  /** True when done; false when the ref does not hold `expected`; any other failure rejects. */
  async function updateRef(dir: string, args: readonly string[], ref: string, expected: ObjectId): Promise<boolean> {
    const command = ['update-ref', '--no-deref', ...args];
    const { exitCode } = await run(dir, command, { answers: [0, 1, 128] });
    if (exitCode === 0) return true;
    if ((await commits.resolve(dir, ref)) !== expected) return false;
    await run(dir, command);
    return true;
  }

  return {
    resolve: commits.resolve,
    treeOf: commits.treeOf,

    isAncestor: (dir, ancestor, descendant) =>
      between(ancestors, dir, ancestor, descendant, async () => {
        const { exitCode } = await run(dir, ['merge-base', '--is-ancestor', ancestor, descendant], { answers: [0, 1] });
        return exitCode === 0;
      }),

    mergeBase: (dir, a, b) =>
      between(bases, dir, a, b, async () => {
        const { stdout, exitCode } = await run(dir, ['merge-base', a, b], { answers: [0, 1] });
        return exitCode === 0 ? (splitLines(stdout)[0] ?? null) : null;
      }),

    async moveBranch(dir, branch, from, to) {
      // With a moved branch and an index that can't follow, all of main's files would count as changed.
      await awaitIndex(dir);
      const ref = `${HEADS}${branch}`;
      return updateRef(dir, ['-m', 'orchestrator: move', ref, to, from], ref, from);
    },

    async keepRef(dir, ref, commit) {
      await run(dir, ['update-ref', '--no-deref', ref, commit]);
    },

    async deleteBranch(dir, branch, expected) {
      const holder = (await listWorktrees(dir)).find((worktree) => worktree.branch === branch);
      // Without its branch a worktree would show all its files as new.
      if (holder !== undefined) {
        throw new OrchestratorError(
          'git-failed',
          `The branch ${branch} is checked out in ${holder.path} and was not deleted.`,
          'Remove that worktree first.',
        );
      }
      const ref = `${HEADS}${branch}`;
      return updateRef(dir, ['-d', ref, expected], ref, expected);
    },

    async branches(dir) {
      const { stdout } = await run(dir, ['for-each-ref', '--format=%(objectname) %(refname)', HEADS]);
      return splitLines(stdout).map((line) => {
        const [head = '', ref = ''] = line.split(' ', 2);
        return { name: ref.slice(HEADS.length), head };
      });
    },

    async lastChange(dir, head, path) {
      const { stdout } = await run(dir, [
        ...['rev-list', '--max-count=1', '--first-parent', '--no-commit-header', '--format=%H %P'],
        ...[head, '--', path],
      ]);
      const [commit = '', before = ''] = stdout.trim().split(' ');
      return commit === '' ? null : { commit, before: before === '' ? null : before };
    },

    async commitsBetween(dir, from, to) {
      const format = '--format=%h%x00%B%x00';
      const { stdout } = await run(dir, ['rev-list', '--no-commit-header', format, `${from}..${to}`]);
      return [...stdout.matchAll(/(\S+)\0([^\0]*)\0\n/g)].map(([, id = '', message = '']) => ({ id, message }));
    },
  };
}
