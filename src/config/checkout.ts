import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Does the directory have a `.git` of its own, be it a directory or the file of a linked worktree or submodule? */
export const hasGit = (directory: string): boolean => existsSync(join(directory, '.git'));

export const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** A directory and everything above it, itself first. */
export const ancestorsOf = (path: string): readonly string[] => {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestorsOf(parent)];
};

/** The checkout that a directory lies in, or null. */
export const enclosingCheckout = (directory: string): string | null => ancestorsOf(directory).find(hasGit) ?? null;

/** Where a checkout keeps its repository. */
interface GitPointer {
  /** Absolute real path of the directory that all worktrees of the repository share. */
  readonly commonDir: string;
  /** `main`: owns its `.git` directory; `linked`: made by `git worktree add`; `foreign`: a submodule or a separate git directory. */
  readonly kind: 'main' | 'linked' | 'foreign';
}

/** Follows `.git` as git does, without asking git; null where it leads nowhere. */
export const gitPointer = (checkout: string): GitPointer | null => {
  const dotGit = join(checkout, '.git');
  if (isDirectory(dotGit)) return { commonDir: realpathSync(dotGit), kind: 'main' };
  const gitDir = readPath(dotGit, /^gitdir: (.+)$/m, checkout);
  if (gitDir === null || !isDirectory(gitDir)) return null;
  const commonDir = readPath(join(gitDir, 'commondir'), /^(.+)$/m, gitDir);
  return commonDir === null || !isDirectory(commonDir)
    ? { commonDir: realpathSync(gitDir), kind: 'foreign' }
    : { commonDir: realpathSync(commonDir), kind: 'linked' };
};

/** The branch that a checkout is on; null where it is on none, or git keeps that in another form. */
export const branchOf = (checkout: string): string | null => {
  const dotGit = join(checkout, '.git');
  const gitDir = isDirectory(dotGit) ? dotGit : readPath(dotGit, /^gitdir: (.+)$/m, checkout);
  const head = gitDir === null ? null : readText(join(gitDir, 'HEAD'));
  return /^ref: refs\/heads\/(?!\.invalid$)(.+)$/m.exec(head ?? '')?.[1] ?? null;
};

/** Is the repository one without files of its own? */
export const isBare = (commonDir: string): boolean =>
  /^\s*bare\s*=\s*true\s*$/m.test(readText(join(commonDir, 'config')) ?? '');

const readPath = (file: string, pattern: RegExp, relativeTo: string): string | null => {
  const path = pattern.exec(readText(file) ?? '')?.[1]?.trim();
  return path === undefined ? null : resolve(relativeTo, path);
};

const readText = (file: string): string | null => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
};

/** The real path of what exists of a path, with the rest as written. */
export const realPathOf = (path: string): string => {
  for (const ancestor of ancestorsOf(path)) {
    if (existsSync(ancestor)) return join(realpathSync(ancestor), path.slice(ancestor.length));
  }
  return path;
};
