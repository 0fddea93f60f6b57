import { rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RawChange } from '../parse.ts';
import type { GitRunner } from '../run/runner.ts';
import { entryOf, filesUnlike, isUnfinished, NOTHING, SUBMODULE, stagedEntries, writeEntries } from './move-state.ts';
import { filesAt } from './obstacles.ts';
import { blockingParent, bytePath, lookAt, textOf } from './worktree-file.ts';

/**
 * Finishes a move of a checkout that was cut off anywhere (INV-10): each changed name by itself, first the index, then the file, so
 * that it can be cut off and repeated in its turn. The person's stay as they are and are returned: a file whose content neither side
 * has and git can't have left behind, an index entry of neither side, untracked files where the move wants to write.
 * @param changes all differences between the two commits; each byte of a name one character (latin1)
 */
export async function finishMove(run: GitRunner, path: string, changes: readonly RawChange[]): Promise<string[]> {
  if (changes.length === 0) return [];
  const unlikeFrom = await filesUnlike(run, path, changes, 'from');
  const unlikeTo = await filesUnlike(run, path, changes, 'to');
  const staged = await stagedEntries(run, path);

  const personal = new Set<string>();
  const indexed: RawChange[] = [];
  for (const change of changes) {
    const entry = staged.get(change.path) ?? NOTHING;
    if (entry === entryOf(change, 'from') || entry === entryOf(change, 'to')) indexed.push(change);
    else personal.add(change.path);
    const isForeign = unlikeFrom.has(change.path) && unlikeTo.has(change.path);
    if (isForeign && !(await isUnfinished(run, path, change))) personal.add(change.path);
  }
  await writeEntries(run, path, indexed, 'to');

  const ours = changes.filter((change) => !personal.has(change.path) && unlikeTo.has(change.path));
  for (const change of ours) if (change.toMode === NOTHING) removeFile(path, change.path);
  const arriving = ours.filter(({ toMode }) => toMode !== NOTHING && toMode !== SUBMODULE);
  const blocked = arriving.filter((change) => isBlocked(path, change.path));
  for (const change of blocked) personal.add(change.path);
  const written = arriving.filter((change) => !blocked.includes(change));
  await run(path, ['checkout-index', '--force', '--index', '--quiet', '-z', '--stdin'], {
    input: Buffer.from(written.map((change) => `${change.path}\0`).join(''), 'latin1'),
  });
  await run(path, ['update-index', '-q', '--refresh'], { answers: [0, 1] });
  return [...personal].map(textOf).sort();
}

/** Removes a file and the directories that it leaves empty, as git does. */
function removeFile(root: string, name: string): void {
  if (lookAt(root, name)?.isDirectory() !== false) return;
  rmSync(bytePath(root, name), { force: true });
  for (let parent = dirname(name); parent !== '.'; parent = dirname(parent)) {
    try {
      rmdirSync(bytePath(root, parent));
    } catch {
      return;
    }
  }
}

/** Writing would go through a link or over files of a directory, none of which belong to either side. */
function isBlocked(root: string, name: string): boolean {
  if (blockingParent(root, name) !== null) return true;
  return lookAt(root, name)?.isDirectory() === true && filesAt(root, name).length > 0;
}
