import { basename, isAbsolute, resolve, sep } from 'node:path';
import type { GuardFacts, PathPlace } from '../../domain/guarded-command.ts';
import type { App } from '../app.ts';
import type { WorktreeView } from '../worktrees/list-worktrees.ts';

type Needs = Pick<App, 'files' | 'git' | 'settings'>;

/**
 * Collects what the guard needs to know about one command in one worktree.
 * @param paths the path arguments as written
 */
export const guardFacts = async (
  app: Needs,
  worktree: WorktreeView,
  worktrees: readonly WorktreeView[],
  paths: readonly string[],
): Promise<GuardFacts> => {
  const places = await Promise.all(
    paths.map(async (path) => [path, await placeOf(app, worktree, worktrees, path)] as const),
  );
  const names = await Promise.all(paths.map(async (path) => [path, await nameOf(app, worktree, path)] as const));
  return {
    worktree: { name: worktree.worktree, kind: kindOf(worktree), uncommitted: worktree.dirty },
    mainBranch: worktrees.find(({ worktree: name }) => name === 'main')?.branch ?? 'main',
    taskBranches: worktrees.flatMap(({ worktree: name, branch }) =>
      name.startsWith('task-') && branch !== null ? [branch] : [],
    ),
    worktrees: worktrees.map(({ worktree: name }) => name),
    paths: Object.fromEntries(places),
    names: Object.fromEntries(names),
    scripts: await scriptsOf(app, worktree.path),
    permissions: { dependencyChanges: app.settings.dependencyChanges },
  };
};

const kindOf = (worktree: WorktreeView): GuardFacts['worktree']['kind'] => {
  if (worktree.worktree === 'main') return 'main';
  return worktree.worktree.startsWith('task-') ? 'task' : 'other';
};

/**
 * Where a path argument leads: as the system reads it, for which `link/..` is above what the link leads to, and as programs
 * do that take the `..` out of the text before. Only what is inside in both ways is inside.
 */
const placeOf = async (
  app: Needs,
  worktree: WorktreeView,
  worktrees: readonly WorktreeView[],
  path: string,
): Promise<PathPlace> => {
  const written = writtenPath(worktree, path);
  const ways = [...new Set([written, resolve(written)])];
  const places = await Promise.all(ways.map((way) => realPlaceOf(app, worktree, worktrees, way)));
  return places.find((place) => place !== 'worktree') ?? 'worktree';
};

/** The name of the file that a path argument leads to, after resolving links. */
const nameOf = async ({ files }: Needs, worktree: WorktreeView, path: string): Promise<string> =>
  basename(await files.realPath(writtenPath(worktree, path)).catch(() => path));

const writtenPath = ({ path: root }: WorktreeView, path: string): string =>
  isAbsolute(path) ? path : `${root}${sep}${path}`;

/** After resolving links; git's own files inside a worktree are not the worktree. */
const realPlaceOf = async (
  app: Needs,
  worktree: WorktreeView,
  worktrees: readonly WorktreeView[],
  asked: string,
): Promise<PathPlace> => {
  const [real, root] = await Promise.all([
    app.files.realPath(asked).catch(() => null),
    app.files.realPath(worktree.path),
  ]);
  // Links in a circle, a name too long, a directory that nobody may enter: it leads nowhere, and so not inside.
  if (real === null) return 'outside';
  if (isInside(root, real)) return real.slice(root.length).split(sep).includes('.git') ? 'git-dir' : 'worktree';
  if (real.split(sep).includes('.git')) return 'git-dir';
  for (const other of worktrees) {
    if (isInside(await app.files.realPath(other.path), real)) return 'other-worktree';
  }
  return 'outside';
};

const isInside = (root: string, path: string): boolean => path === root || path.startsWith(`${root}${sep}`);

const scriptsOf = async (app: Needs, path: string): Promise<readonly string[]> => {
  try {
    const parsed: unknown = JSON.parse((await app.files.read(`${path}/package.json`)) ?? '{}');
    const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : null;
    return typeof scripts === 'object' && scripts !== null ? Object.keys(scripts) : [];
  } catch {
    return [];
  }
};
