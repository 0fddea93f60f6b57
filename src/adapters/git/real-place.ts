import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';

/** A path with its links resolved, also before the directory exists. */
export function realPlace(path: string): string {
  return resolveLinks(path) ?? join(realPlace(dirname(path)), basename(path));
}

/** A directory's path with its links resolved; null when no directory is there. */
export function realDirectory(path: string): string | null {
  return resolveLinks(`${path}/.`);
}

/** The system's own way, which takes a part of the time of Node's: this is asked before each git command. */
function resolveLinks(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
}

/** Rejects a link in the place of a worktree with `worktree-invalid`: what is done to it would be done to another directory. */
export function refuseLink(worktree: string): void {
  if (!lstatSync(worktree, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new OrchestratorError(
    'worktree-invalid',
    `${worktree} is a link to ${realPlace(worktree)} and not the worktree that was there.`,
    'Remove the link, or move the worktree back.',
  );
}
