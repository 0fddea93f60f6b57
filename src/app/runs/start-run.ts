import { OrchestratorError } from '../../domain/errors.ts';
import type { Run } from '../../domain/run.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import { hardDenial } from '../../guard/hard-denials.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { findChecks } from '../gates/find-checks.ts';
import { baseCommit } from '../merge/base-commit.ts';

/** Less than this and a run would die of a full disk in the middle. */
const LEAST_FREE_BYTES = 200 * 1024 * 1024;

/**
 * Looks whether a run can begin, before anything is changed: repository, main's checkout, base, checks, disk, worker.
 * Rejects with the error of the first thing that stands in the way (exit code 2).
 */
export const preflight = async (
  app: App,
): Promise<{ facts: RepositoryFacts; checks: readonly (readonly string[])[] }> => {
  const { mainPath } = app.settings.layout;
  const facts = await app.git.inspect(mainPath);
  refuseUnsupported(mainPath, facts);
  if (!app.settings.dryRun) await refuseDirtyMain(app);
  if (facts.head === null) throw noCommits(mainPath);
  await refuseBranchInTheWay(app);
  const checks = await findChecks(app, mainPath, facts.head);
  refuseHardDenied([...checks, ...(app.settings.checks.setup ?? []), app.settings.worker.command ?? []]);
  await refuseFullDisk(app);
  if (!app.settings.dryRun) await refuseMissingWorker(app);
  return { facts, checks };
};

/** What a task follows that names no pipeline. */
export const DEFAULT_PIPELINE = 'subtask';

/** Records the run of a main job. Nothing but the home is changed. */
export const startRun = async (app: App, goal: string, pipeline: string, facts: RepositoryFacts): Promise<Run> => {
  assertPipeline(app, pipeline);
  const run = await newRun(app, { kind: 'lead', project: null, goal, pipeline }, facts);
  await baseCommit(app, run, null);
  await app.files.makeDirectory(`${app.settings.layout.home}/runs/${run.id}`);
  await app.store.commit(runStarted(run));
  return run;
};

/** Rejects with `usage` for an unknown pipeline. */
export const assertPipeline = (app: Pick<App, 'pipelines'>, pipeline: string): void => {
  if (app.pipelines.has(pipeline)) return;
  throw new OrchestratorError(
    'usage',
    `There is no pipeline "${pipeline}".`,
    `Known: ${[...app.pipelines.keys()].join(', ')}.`,
  );
};

/** A run at its beginning; rejects with `no-commits` where there is nothing to start from. */
export const newRun = async (
  app: Pick<App, 'settings' | 'git' | 'ids' | 'worker' | 'clock'>,
  order: Pick<Run, 'kind' | 'project' | 'goal' | 'pipeline'>,
  facts: RepositoryFacts,
): Promise<Run> => {
  const { mainPath } = app.settings.layout;
  if (facts.branch === null || facts.head === null) throw noCommits(mainPath);
  const remote = `origin/${facts.branch}`;
  return {
    id: app.ids.run(),
    plan: null,
    ...order,
    status: 'running',
    mainPath,
    mainBranch: facts.branch,
    baseRef: (await app.git.resolve(mainPath, `refs/remotes/${remote}`)) === null ? facts.branch : remote,
    mainHead: facts.head,
    startHead: facts.head,
    worker: app.worker.kind,
    delivery: app.settings.delivery,
    summary: '',
    usage: NO_USAGE,
    turns: 0,
    toolCalls: 0,
    createdAt: app.clock.now(),
    endedAt: null,
    version: 0,
  };
};

/** What is stored when a run begins. */
export const runStarted = (run: Run): readonly Change[] => [
  { type: 'insert-run', run },
  {
    type: 'append-journal',
    entry: {
      run: run.id,
      task: null,
      type: 'run-started',
      data: { goal: run.goal, head: run.startHead },
      at: run.createdAt,
    },
  },
];

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

const noCommits = (mainPath: string): OrchestratorError =>
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

/** What a person wrote runs as written, but for what nobody may (INV-6): a push, a privilege, force. */
const refuseHardDenied = (commands: readonly (readonly string[])[]): void => {
  for (const argv of commands) {
    const denial = argv.length === 0 ? null : hardDenial(argv);
    if (denial === null) continue;
    throw new OrchestratorError(
      'config-invalid',
      `"${argv.join(' ')}" is refused (${denial.rule}): ${denial.reason}`,
      'Take it out of the checks, the set-up or the worker command.',
    );
  }
};

/** Rejects with `worker-unavailable`. */
export const refuseMissingWorker = async (app: Pick<App, 'worker'>): Promise<void> => {
  const probe = await app.worker.probe();
  if (probe.ready) return;
  throw new OrchestratorError(
    'worker-unavailable',
    `The worker ${app.worker.kind} is not ready: ${probe.problem ?? 'it could not be run'}.`,
    probe.fix ?? 'Choose another one with --worker or ORCHESTRATOR_WORKER.',
  );
};
