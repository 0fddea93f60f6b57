import type { Argv } from '../../domain/argv.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { refuseHardDenied } from './refuse-hard-denied.ts';

/** Less than this and a run would die of a full disk in the middle. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/**
 * Looks whether a run can begin, before anything is changed: repository, main's checkout, base, checks, disk, worker.
 * Rejects with the error of the first thing that stands in the way (exit code 2).
 */
export const preflight = async (app: App): Promise<{ facts: RepositoryFacts; checks: readonly Argv[] }> => {
  const { mainPath } = app.settings.layout;
  const facts = await app.git.inspect(mainPath);
  refuseUnsupported(mainPath, facts);
  if (!app.settings.dryRun) await refuseDirtyMain(app);
  if (facts.head === null) throw noCommits(mainPath);
  await refuseBranchInTheWay(app);
  const checks = await findChecks(app, mainPath, facts.head);
  refuseHardDenied(app.settings, checks);
  await refuseFullDisk(app);
  if (!app.settings.dryRun) await refuseMissingWorker(app);
  return { facts, checks };
};

/** Rejects with `main-dirty`. */
export const refuseDirtyMain = async (app: Pick<App, 'git' | 'settings'>): Promise<void> => {
  const { mainPath } = app.settings.layout;
  const { changed } = await app.git.status(mainPath);
  if (changed.length === 0) return;
  throw new OrchestratorError(
    'main-dirty',
    `main's checkout (${mainPath}) has uncommitted changes: ${changed.slice(0, 20).join(', ')}.`,
    'Commit or stash them: a merge would carry them along or lose them.',
  );
};

/** Rejects with `layout-unsupported` where a branch `task` keeps git from making any `task/<slug>`. */
export const refuseBranchInTheWay = async (app: Pick<App, 'git' | 'settings'>): Promise<void> => {
  if ((await app.git.resolve(app.settings.layout.mainPath, 'refs/heads/task')) === null) return;
  throw new OrchestratorError(
    'layout-unsupported',
    'There is a branch called `task`, so that git can make no branch `task/<slug>`.',
    'Rename it: `git branch -m task <other name>`.',
  );
};

/** Rejects with `disk-full`. */
export const refuseFullDisk = async (app: Pick<App, 'files' | 'settings'>): Promise<void> => {
  const { home } = app.settings.layout;
  const free = await app.files.freeBytes(home);
  if (free >= LEAST_FREE_BYTES) return;
  throw new OrchestratorError(
    'disk-full',
    `Only ${Math.round(free / 1024 / 1024)} MiB are free where ${home} lies.`,
    'Make room, or put the state elsewhere with ORCHESTRATOR_HOME.',
  );
};

/** The error for a repository in which nothing can begin. */
export const noCommits = (mainPath: string): OrchestratorError =>
  new OrchestratorError(
    'no-commits',
    `${mainPath} has no commit yet.`,
    'Make a first commit; branches need something to start from.',
  );

/** Rejects with `no-commits`, `detached-head` or `layout-unsupported`. */
export const refuseUnsupported = (mainPath: string, facts: RepositoryFacts): void => {
  if (facts.head === null) throw noCommits(mainPath);
  if (facts.branch === null) {
    throw new OrchestratorError(
      'detached-head',
      `${mainPath} has a detached HEAD: there is no main branch to merge into.`,
      'Run `git switch <branch>` there.',
    );
  }
  const unsupported = [
    facts.submodules ? 'submodules' : null,
    facts.shallow ? 'a shallow clone' : null,
    facts.sparse ? 'a sparse checkout' : null,
  ].filter((feature) => feature !== null);
  if (unsupported.length > 0) {
    throw new OrchestratorError(
      'layout-unsupported',
      `${mainPath} uses ${unsupported.join(' and ')}, which is not supported: worktrees and merges would not be whole.`,
      'Work on a full clone (`git fetch --unshallow`, `git sparse-checkout disable`); submodules are not supported yet.',
    );
  }
};

/** Rejects with `worker-unavailable`. */
export const refuseMissingWorker = async (app: Pick<App, 'worker'>): Promise<void> => {
  const probe = await app.worker.probe();
  if (probe.ready) return;
  throw new OrchestratorError(
    'worker-unavailable',
    `The worker ${app.worker.kind} is not ready: ${(probe.problem ?? 'it could not be run').replace(/\.$/, '')}.`,
    probe.fix ?? 'Choose another one with --worker or ORCHESTRATOR_WORKER.',
  );
};
