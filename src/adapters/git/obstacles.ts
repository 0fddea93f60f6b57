import { readdirSync } from 'node:fs';
import { blockingParent, bytePath, lookAt, textOf } from './worktree-file.ts';

/**
 * Files that git does not track and that stand where a tracked one is to come: the file itself, a file where a directory is needed, or
 * the files of a directory where a file is needed.
 * @param arriving names that the move adds; each byte one character (latin1), as in `tracked`
 * @param tracked names in the index: what is tracked makes way by itself
 * @returns paths relative to `root`, in order, as text
 */
export function findObstacles(root: string, arriving: readonly string[], tracked: ReadonlySet<string>): string[] {
  const standing = arriving.flatMap((name) => {
    const parent = blockingParent(root, name);
    return parent === null ? filesAt(root, name) : [parent];
  });
  const untracked = new Set(standing.filter((name) => !tracked.has(name)));
  return [...untracked].map(textOf).sort();
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
