import { lstatSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';

const POINTER = 'gitdir: ';

/** The git directory of a worktree, found at its root without starting git. */
export function gitDirOf(worktree: string): string {
  const dotGit = join(worktree, '.git');
  if (lstatSync(dotGit, { throwIfNoEntry: false })?.isDirectory()) return dotGit;
  const pointer = readTextFile(dotGit);
  if (!pointer?.startsWith(POINTER)) {
    throw new OrchestratorError(
      'not-a-repository',
      `${worktree} is not the root of a worktree.`,
      'Name the directory that holds .git.',
    );
  }
  return resolve(worktree, pointer.slice(POINTER.length).trimEnd());
}

/** A small file's text; null when it can't be read. */
export function readTextFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
