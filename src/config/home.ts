import { existsSync, statfsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { OrchestratorError } from '../domain/errors.ts';
import { ancestorsOf, hasGit, isDirectory, realPathOf } from './checkout.ts';
import type { Layout } from './layout.ts';

/**
 * The real path of the state directory, `.orchestrator` among the worktrees unless something is named. Need not exist yet.
 * @throws OrchestratorError `home-invalid` when it is relative, a file or below one, in /proc, or inside a checkout
 */
export const resolveHome = (layout: Layout, wish: string | null): string => {
  const name = wish === null ? `The home ${join(layout.worktreesDir, '.orchestrator')}` : `ORCHESTRATOR_HOME=${wish}`;
  if (wish !== null && !isAbsolute(wish)) throw invalid(`${name} is not an absolute path.`);
  const home = realPathOf(wish ?? join(layout.worktreesDir, '.orchestrator'));
  const place = ancestorsOf(home).find((directory) => existsSync(directory));
  if (place !== undefined && !isDirectory(place))
    throw invalid(
      place === home ? `${name} is not a directory.` : `${name} is below ${place}, which is not a directory.`,
    );
  if (place !== undefined && statfsSync(place).type === PROC)
    throw invalid(`${name} is in ${place}, where nothing can be made.`);
  const checkout = checkoutAround(home, layout);
  if (checkout !== null) throw invalid(`${name} is inside the worktree ${checkout}.`);
  return home;
};

/** `PROC_SUPER_MAGIC` of Linux. Node's recursive `mkdir` tries for ever there, at full speed and deaf to signals. */
const PROC = 0x9fa0;

/**
 * The checkout that a real path lies in, or null. What encloses the base directory itself is the person's own arrangement (a home
 * directory kept in git, say) and not looked at.
 */
export const checkoutAround = (path: string, layout: Layout): string | null => {
  const above = new Set(ancestorsOf(layout.worktreesDir));
  for (const directory of ancestorsOf(path)) {
    if (directory === layout.mainPath) return directory;
    if (above.has(directory)) return null;
    if (hasGit(directory) || isTaskDirectory(directory, layout)) return directory;
  }
  return null;
};

/** The place of a task's worktree, made or yet to be made. */
const isTaskDirectory = (directory: string, layout: Layout): boolean =>
  dirname(directory) === layout.worktreesDir && basename(directory).startsWith('task-');

const invalid = (message: string): OrchestratorError =>
  new OrchestratorError(
    'home-invalid',
    message,
    'Set ORCHESTRATOR_HOME to an absolute path outside of every worktree, or unset it.',
  );
