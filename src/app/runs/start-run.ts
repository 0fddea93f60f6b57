import type { Run } from '../../domain/run.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { baseCommit } from '../merge/base-commit.ts';
import { assertPipeline } from './choose-pipeline.ts';
import { noCommits } from './preflight.ts';

/** Records the run of a main job. Nothing but the home is changed. */
export const startRun = async (app: App, goal: string, pipeline: string, facts: RepositoryFacts): Promise<Run> => {
  assertPipeline(app, pipeline);
  const run = await newRun(app, { kind: 'lead', project: null, goal, pipeline }, facts);
  await baseCommit(app, run, null);
  await app.files.makeDirectory(`${app.settings.layout.home}/runs/${run.id}`);
  await app.store.commit(runStarted(run));
  return run;
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
