import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { WorktreeEntry } from '../../../ports/git.ts';
import { gitDirOf, readTextFile } from '../layout.ts';
import { commonDirOf, readHead } from '../refs/refs-on-disk.ts';

const HEADS = 'refs/heads/';

/** What `git init` writes into the settings of a repository that has files. */
const HAS_FILES = '\tbare = false\n';

/** Other settings that may say where the files are. */
const SAYS_WHERE = /bare|worktree|include/i;

/** In HEAD of a worktree that git begins to make. */
const NO_COMMIT_YET = /^0+$/;

/**
 * All worktrees, the main one first and the others by their path, read from git's own files; undefined wherever these are not as plain as
 * git writes them (a bare repository, a directory that is gone, an entry that is half written), so that git has to be asked.
 * @param dir absolute path of a worktree's root
 */
export function worktreesOnDisk(dir: string): WorktreeEntry[] | undefined {
  try {
    return readWorktrees(dir);
  } catch {
    // Another process removes one of them at this moment.
    return undefined;
  }
}

function readWorktrees(dir: string): WorktreeEntry[] | undefined {
  const commonDir = commonDirOf(dir);
  if (commonDir === undefined || basename(commonDir) !== '.git' || !hasFiles(commonDir)) return undefined;
  const folder = join(commonDir, 'worktrees');
  const linked = existsSync(folder) ? readdirSync(folder).map((id) => entryOf(join(folder, id))) : [];
  const main = entryAt(dirname(commonDir), commonDir);
  if (main === undefined || !linked.every((entry) => entry !== undefined)) return undefined;
  return [main, ...linked.toSorted((a, b) => (a.path < b.path ? -1 : 1))];
}

function hasFiles(commonDir: string): boolean {
  const config = readTextFile(join(commonDir, 'config')) ?? '';
  return config.includes(HAS_FILES) && !SAYS_WHERE.test(config.replace(HAS_FILES, ''));
}

function entryOf(gitDir: string): WorktreeEntry | undefined {
  const pointer = readTextFile(join(gitDir, 'gitdir'))?.trimEnd();
  return pointer === undefined ? undefined : entryAt(dirname(resolve(gitDir, pointer)), gitDir);
}

/** The worktree at `path`, which has to name its git directory in turn. */
function entryAt(path: string, gitDir: string): WorktreeEntry | undefined {
  const head = readHead(path);
  if (head === undefined || NO_COMMIT_YET.test(head.id ?? '') || gitDirOf(path) !== gitDir) return undefined;
  return {
    path: realpathSync(path),
    branch: head.ref?.startsWith(HEADS) ? head.ref.slice(HEADS.length) : null,
    head: head.id,
    bare: false,
    locked: existsSync(join(gitDir, 'locked')),
    prunable: false,
  };
}
