import picomatch from 'picomatch/posix.js';
import type { VersionOf } from '../version.ts';
import { pathOf } from './pipeline.ts';

/**
 * Which of the paths a role may not write. A path is inside when a glob matches it and no exception (`!glob`) does, neither it nor a
 * directory that it is in; a list of exceptions alone allows all the rest, an empty one nothing. Names are compared by case, dot files
 * count like others.
 * @param paths relative to the worktree's root, as git names them; a repository inside it ends in `/`
 * @param globs with `{{task_id}}`
 * @returns in the order given; absolute paths and such with `..` are always among them
 */
export const outsideScope = (
  paths: readonly string[],
  globs: readonly string[],
  task: { readonly id: string; readonly versionOf?: VersionOf | null },
): readonly string[] => {
  const filled = globs.map((glob) => pathOf(glob, task));
  const exceptions = filled.filter(isException).map((glob) => glob.slice(1));
  const allowed = filled.filter((glob) => !isException(glob));
  const isAllowed = allowed.length === 0 && exceptions.length > 0 ? () => true : matcher(allowed);
  const isExcepted = matcher(exceptions);
  return paths.filter((path) => {
    const name = path.replace(/\/$/, '');
    return !isPlain(name) || withDirectories(name).some(isExcepted) || !isAllowed(name);
  });
};

/** Does the path stand for itself alone? */
export const isExactPath = (glob: string): boolean => !/[*?[\]{}()!+@|\\]/.test(glob.replaceAll('{{task_id}}', ''));

const isException = (glob: string): boolean => glob.startsWith('!');

const matcher = (globs: readonly string[]): ((path: string) => boolean) =>
  // A name may hold a line break, and the dot of a regular expression matches none unless told to.
  globs.length === 0 ? () => false : picomatch([...globs], { dot: true, flags: 's' });

/** A path and the directories above it: a directory in place of a file that is excepted would hold anything. */
const withDirectories = (path: string): readonly string[] => {
  const parts = path.split('/');
  return parts.map((_, place) => parts.slice(0, place + 1).join('/'));
};

/** Git names no other path; a glob such as `**` would match them. */
const isPlain = (path: string): boolean =>
  path !== '' && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
