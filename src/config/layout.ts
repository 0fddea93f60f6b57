import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { OrchestratorError } from '../domain/errors.ts';
import { ancestorsOf, enclosingCheckout, gitPointer, hasGit, isBare, isDirectory, realPathOf } from './checkout.ts';
import { isOwnCheckout } from './own-checkout.ts';

export interface LayoutRequest {
  /** What `-C` names, as written; null without the option. */
  readonly argvDir: string | null;
  /** What `ORCHESTRATOR_BASE_DIR` names; null when it is unset. */
  readonly baseDir: string | null;
  /** Absolute path of the directory that the person stands in. */
  readonly cwd: string;
  /** Absolute path of this product's own package. */
  readonly productRoot: string;
}

/** Real paths of the two places that the work happens in. */
export interface Layout {
  readonly mainPath: string;
  /** Holds the task worktrees; the settings files lie here. Need not exist yet. */
  readonly worktreesDir: string;
}

const BOTH_WAYS =
  'Set ORCHESTRATOR_BASE_DIR to the absolute path of a directory that holds `main/` (`orchestrator init <dir|url>` makes one), or start in a git repository, or name one with -C.';

/**
 * Finds the checkout that plays the role `main` and the directory of the task worktrees: from `-C`, else from
 * `ORCHESTRATOR_BASE_DIR`, else from the current directory. Looks at files only; git itself is not asked.
 * @throws OrchestratorError `base-dir-missing` when nothing names a place, `base-dir-invalid` when what is named is none
 */
export const resolveLayout = (request: LayoutRequest): Layout => {
  if (request.argvDir !== null) {
    const directory = existingDirectory(resolve(request.cwd, request.argvDir), `-C ${request.argvDir}`);
    return (
      fromBaseDir(directory) ??
      fromRepository(directory) ??
      notUsable(`-C ${request.argvDir}`, 'is no git repository and holds no checkout `main/`')
    );
  }
  if (request.baseDir !== null) return fromVariable(request.baseDir);
  const directory = existingDirectory(request.cwd, 'the current directory');
  const base = fromBaseDir(directory);
  if (base !== null) return base;
  const checkout = enclosingCheckout(directory);
  if (checkout !== null && isOwnCheckout(checkout, request.productRoot)) {
    throw new OrchestratorError(
      'base-dir-missing',
      `ORCHESTRATOR_BASE_DIR is not set, and ${checkout} is the orchestrator's own repository.`,
      BOTH_WAYS,
    );
  }
  const repository = fromRepository(directory);
  if (repository !== null) return repository;
  throw new OrchestratorError(
    'base-dir-missing',
    `ORCHESTRATOR_BASE_DIR is not set, and ${directory} is in no git repository.`,
    BOTH_WAYS,
  );
};

/** The directory that the person means by "here": a package manager starts us in our own package and says where it was called. */
export const currentDirectory = (cwd: string, initCwd: string | undefined, productRoot: string): string =>
  initCwd !== undefined && isAbsolute(initCwd) && realPathOf(cwd) === realPathOf(productRoot) ? initCwd : cwd;

const fromVariable = (path: string): Layout => {
  const name = `ORCHESTRATOR_BASE_DIR=${path}`;
  if (!isAbsolute(path)) return notUsable(name, 'is not an absolute path');
  const directory = existingDirectory(path, name);
  const main = join(directory, 'main');
  if (!isDirectory(main)) return notUsable(name, 'has no directory `main`');
  if (!hasGit(main)) return notUsable(name, 'has a `main` that is no git checkout');
  if (isOrdinaryCheckout(directory)) return notUsable(name, 'is itself the checkout of a repository');
  return { mainPath: realpathSync(main), worktreesDir: directory };
};

/**
 * A directory with a checkout `main/` that nobody could have slipped in: a clone can bring a submodule
 * of that name, settings files beside it.
 */
const fromBaseDir = (directory: string): Layout | null => {
  const main = join(directory, 'main');
  const pointer = gitPointer(main);
  if (pointer === null || pointer.kind === 'foreign' || isOrdinaryCheckout(directory)) return null;
  return { mainPath: realpathSync(main), worktreesDir: directory };
};

const fromRepository = (directory: string): Layout | null => {
  const checkout = enclosingCheckout(directory);
  const pointer = checkout === null ? null : gitPointer(checkout);
  if (checkout === null || pointer === null) return null;
  return (
    baseAround(checkout, pointer.commonDir) ??
    beside(pointer.kind === 'linked' ? mainOf(checkout, pointer.commonDir) : checkout)
  );
};

/** The base directory above a checkout whose `main/` belongs to the same repository. */
const baseAround = (checkout: string, commonDir: string): Layout | null => {
  for (const directory of ancestorsOf(dirname(checkout))) {
    const base = fromBaseDir(directory);
    if (base !== null && gitPointer(base.mainPath)?.commonDir === commonDir) return base;
  }
  return null;
};

/** A repository has one state: a linked worktree of a clone leads to the clone. A bare repository has no checkout to lead to. */
const mainOf = (checkout: string, commonDir: string): string =>
  basename(commonDir) === '.git' && !isBare(commonDir) ? dirname(commonDir) : checkout;

const beside = (repository: string): Layout => ({
  mainPath: repository,
  worktreesDir: realPathOf(join(dirname(repository), `${basename(repository)}-worktrees`)),
});

/** Has files of a repository in it, which a clone may have brought; the directory around a bare `.git` has none. */
const isOrdinaryCheckout = (directory: string): boolean => {
  const pointer = hasGit(directory) ? gitPointer(directory) : null;
  return pointer !== null && !isBare(pointer.commonDir);
};

const existingDirectory = (path: string, name: string): string =>
  isDirectory(path) ? realpathSync(path) : notUsable(name, 'is not an existing directory');

const notUsable = (name: string, why: string): never => {
  throw new OrchestratorError('base-dir-invalid', `${name} ${why}.`, BOTH_WAYS);
};
