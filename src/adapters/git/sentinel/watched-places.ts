import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { readTextFile } from '../layout.ts';

/** Files of the common directory that say what git runs or where it looks; `commondir` is normally absent and redirects all of it. */
const FILES = ['config', 'config.worktree', 'commondir', 'objects/info/alternates', 'objects/info/http-alternates'];

const FOLDERS = ['hooks', 'info'];

/** `info/refs` is a by-product of packing. */
const BY_PRODUCTS = ['info/refs'];

const ENTRY_FILES = ['gitdir', 'commondir', 'config.worktree'];

/** Absolute paths that are watched whether they exist or not, and all that stands in the watched folders. */
export function sharedPlaces(commonDir: string): string[] {
  const byProducts = BY_PRODUCTS.map((file) => join(commonDir, file));
  const folders = FOLDERS.map((folder) => join(commonDir, folder));
  return [...FILES.map((file) => join(commonDir, file)), ...folders, ...folders.flatMap(below)].filter(
    (path) => !byProducts.includes(path),
  );
}

/** Names below `<common>/worktrees`, which are ids of git's choice and not the directories' names. */
export function worktreeIds(commonDir: string): string[] {
  return entriesOf(join(commonDir, 'worktrees')).map(({ name }) => name);
}

export function entryFiles(commonDir: string, id: string): string[] {
  return ENTRY_FILES.map((file) => join(commonDir, 'worktrees', id, file));
}

/** Entry and worktree: the directories that a worktree stands and falls with. */
export function worktreePlaces(commonDir: string, id: string, pointer: string): string[] {
  return [join(commonDir, 'worktrees', id), dirname(pointer)];
}

export function worktreeFiles(commonDir: string, id: string, pointer: string): string[] {
  return [...entryFiles(commonDir, id), pointer];
}

/** Absolute path of a worktree's `.git` file; null when the entry does not say. */
export function pointerOf(commonDir: string, id: string): string | null {
  const entry = join(commonDir, 'worktrees', id);
  const text = readTextFile(join(entry, 'gitdir'))?.trim();
  return text ? resolve(entry, text) : null;
}

/** Everything below a folder, links not followed. */
function below(folder: string): string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = `${folder}${sep}${entry.name}`;
    return entry.isDirectory() ? [path, ...below(path)] : [path];
  });
}

/** What stands in a folder; nothing when it is no folder, a link to one included. */
function entriesOf(folder: string): Dirent[] {
  try {
    return lstatSync(folder).isDirectory() ? readdirSync(folder, { withFileTypes: true }) : [];
  } catch {
    return [];
  }
}
