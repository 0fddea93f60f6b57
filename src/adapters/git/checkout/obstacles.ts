import { readdirSync } from 'node:fs';
import { blockingParent, bytePath, lookAt } from './worktree-file.ts';

/**
 * Files that stand where others are to come: the file itself, a file where a directory is needed, or the files of a directory where a
 * file is needed.
 * @param arriving names that a move adds; each byte one character (latin1), as in what is returned
 */
export function standingAt(root: string, arriving: readonly string[]): string[] {
  const standing = arriving.flatMap((name) => {
    const parent = blockingParent(root, name);
    return parent === null ? filesAt(root, name) : [parent];
  });
  return [...new Set(standing)];
}

/** The file at a name, or all files below it. */
export function filesAt(root: string, name: string): string[] {
  const stat = lookAt(root, name);
  if (stat === undefined) return [];
  if (!stat.isDirectory()) return [name];
  return readdirSync(bytePath(root, name), { encoding: 'latin1' }).flatMap((child) =>
    filesAt(root, `${name}/${child}`),
  );
}
