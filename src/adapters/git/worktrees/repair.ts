import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Git } from '../../../ports/git.ts';
import { gitDirOf, readTextFile } from '../layout.ts';
import type { GitRunner } from '../run/runner.ts';
import { livingGits } from './living-git.ts';
import type { WorktreeList } from './worktree-list.ts';

/** What `git worktree add` writes into an entry's `locked` until it is done, and we do as well. */
export const INITIALIZING = 'initializing';

/** Without one of these an entry is no worktree and git itself fails on it. */
const ESSENTIAL = ['gitdir', 'commondir', 'HEAD'];

/** Loose objects are many and never locked. */
const NOT_LOCKED = /^(objects\/[0-9a-f]{2}|hooks|modules|lfs)$/;

/**
 * Repairs what a killed git left. A lock goes when no living git can hold it; a worktree that was being made goes whole, for nobody
 * was given it yet; an entry whose directory is gone goes as `git worktree prune` does it. Returns one line for each repair. For the
 * start of a run, before the sentinel records.
 */
export function repairOperations(run: GitRunner, listWorktrees: WorktreeList): Pick<Git, 'repair'> {
  return {
    async repair(dir) {
      const { stdout } = await run(dir, ['rev-parse', '--path-format=absolute', '--git-common-dir']);
      const commonDir = stdout.trim();
      const locks = findLocks(commonDir).map(sighting);
      const entries = worktreeEntries(commonDir);
      const halfMade = entries.filter(isHalfMade).map(sighting);
      // Looked for after the locks: whoever made one of those and still lives is found.
      const living = livingGits([
        commonDir,
        dirname(commonDir),
        ...entries.flatMap((entry) => worktreeOf(entry) ?? []),
      ]);
      const isDead = (seen: Sighting) => !living.mayHold(seen.changedMs) && isSame(seen, sighting(seen.path));

      const repairs: string[] = [];
      // First, because removing a lock changes the directory that it lies in.
      for (const { path } of halfMade.filter(isDead)) repairs.push(repairHalfMade(commonDir, path));
      for (const { path } of locks.filter(isDead)) {
        rmSync(path, { force: true });
        repairs.push(`removed the lock ${relative(commonDir, path)}`);
      }
      const gone = (await listWorktrees(dir)).filter((worktree) => worktree.prunable && !worktree.locked);
      if (gone.length > 0) await run(dir, ['worktree', 'prune', '--expire=now']);
      repairs.push(...gone.map(({ path }) => `forgot the worktree ${path}, whose directory is gone`));
      return repairs;
    },
  };
}

function findLocks(commonDir: string): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
      const path = join(folder, item.name);
      if (item.isDirectory()) return NOT_LOCKED.test(relative(commonDir, path)) ? [] : walk(path);
      return item.isFile() && item.name.endsWith('.lock') ? [path] : [];
    });
  return walk(commonDir);
}

function worktreeEntries(commonDir: string): string[] {
  const folder = join(commonDir, 'worktrees');
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}

function isHalfMade(entry: string): boolean {
  return isInitializing(entry) || ESSENTIAL.some((file) => !existsSync(join(entry, file)));
}

function isInitializing(entry: string): boolean {
  return readTextFile(join(entry, 'locked'))?.trim() === INITIALIZING;
}

/** The directory that an entry stands for; null when the entry does not say. */
function worktreeOf(entry: string): string | null {
  const pointer = readTextFile(join(entry, 'gitdir'))?.trim();
  return pointer ? dirname(pointer) : null;
}

/** An entry with an index was complete but for its lock, and may have been worked in. */
function repairHalfMade(commonDir: string, entry: string): string {
  const worktree = worktreeOf(entry);
  const name = worktree ?? relative(commonDir, entry);
  if (isInitializing(entry) && existsSync(join(entry, 'index'))) {
    rmSync(join(entry, 'locked'));
    return `unlocked the worktree ${name}`;
  }
  if (isInitializing(entry) && worktree !== null && isWorktreeOf(worktree, entry)) {
    rmSync(worktree, { recursive: true, force: true });
  }
  rmSync(entry, { recursive: true, force: true });
  return `removed the half-made worktree ${name}`;
}

/** An entry alone may name any directory: what is deleted has to name the entry too. */
function isWorktreeOf(worktree: string, entry: string): boolean {
  const isPointing = lstatSync(join(worktree, '.git'), { throwIfNoEntry: false })?.isFile() ?? false;
  return isPointing && gitDirOf(worktree) === entry;
}

/** A path as it was when looked at, to see later whether it is still that one. */
interface Sighting {
  readonly path: string;
  readonly inode: number;
  readonly changedMs: number;
}

function sighting(path: string): Sighting {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return { path, inode: stat?.ino ?? 0, changedMs: stat?.ctimeMs ?? 0 };
}

function isSame(a: Sighting, b: Sighting): boolean {
  return a.inode === b.inode && a.changedMs === b.changedMs;
}
