import type { ObjectId } from '../../../ports/git.ts';
import { createMemo } from '../memo.ts';
import { parseRawChanges, type RawChange } from '../parse.ts';
import { commonDirOf } from '../refs/refs-on-disk.ts';
import type { GitRunner } from '../run/runner.ts';
import { isObjectId } from './object-id.ts';

const REMEMBERED = 64;

/** A longer list is cheap to make against what is done with it, and dear to keep. */
const LARGEST_KEPT = 2_000;

/** All differences between two trees, without renames; each byte of a name is one character (latin1). */
export type ChangesBetween = (dir: string, from: ObjectId, to: ObjectId) => Promise<readonly RawChange[]>;

/** Gates of several stages, a merge and the report look at the same two commits: git compares them once. */
export function createChangesBetween(run: GitRunner): ChangesBetween {
  const known = createMemo<readonly RawChange[]>(REMEMBERED, (changes) => changes.length <= LARGEST_KEPT);

  async function ask(dir: string, from: ObjectId, to: ObjectId): Promise<readonly RawChange[]> {
    const { stdout } = await run(dir, ['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to], {
      encoding: 'latin1',
    });
    return parseRawChanges(stdout);
  }

  return (dir, from, to) =>
    isObjectId(from) && isObjectId(to)
      ? known.get([commonDirOf(dir) ?? dir, from, to].join('\0'), () => ask(dir, from, to))
      : ask(dir, from, to);
}
