import { readFileSync } from 'node:fs';
import { type CommandOrder, createCommandJob } from '../../../src/app/command-jobs/create-command-job.ts';
import { addRepository } from '../../../src/app/repositories/add-repository.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { CommandJob } from '../../../src/domain/command-job/command-job.ts';
import { createProject } from '../../../src/domain/project/project.ts';
import { createGitRepository, type GitRepository } from '../../helpers/git-repository.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** A home with a registered repository `shop` besides its own, for commands. */
export interface JobScene extends Omit<AppScene, 'work'> {
  readonly shop: GitRepository;
  /** Orders a script of the shell; the rest has its defaults. */
  order(script: string, more?: Partial<CommandOrder>): Promise<CommandJob>;
  /** Does one job, as `worker --once`, and gives back how that one stands. */
  work(job: Pick<CommandJob, 'id'>): Promise<CommandJob>;
  job(job: Pick<CommandJob, 'id'>): Promise<CommandJob>;
  /** One of the job's artifacts. */
  artifact(job: Pick<CommandJob, 'id'>, name: 'summary' | 'iterations'): unknown;
}

const NEVER = new AbortController().signal;

export const createJobScene = async (
  variables: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<JobScene> => {
  const scene = await createScene({ variables: { ORCH_AGENT_KILL_GRACE_SECONDS: '1', ...variables } });
  const { app } = scene;
  const shop = createGitRepository();
  shop.commit({ '.gitignore': 'ignored\n', ...files });
  await addRepository(app, { ...createProject({ repo: 'shop' }), path: shop.main });
  const job: JobScene['job'] = async ({ id }) => {
    const found = await app.store.commandJobs.get(id);
    if (found === null) throw new Error(`${id} is not stored`);
    return found;
  };
  return {
    ...scene,
    shop,
    job,
    order: (script, more = {}) => createCommandJob(app, orderOf(['sh', '-c', script], more)),
    work: async (ordered) => {
      await runWorker(app, { once: true, concurrency: 2, pollMs: 10 }, NEVER);
      return job(ordered);
    },
    artifact: ({ id }, name) => JSON.parse(readFileSync(scene.home('artifacts', id, `${name}.json`), 'utf8')),
  };
};

/** An order for the shop with the defaults. */
export const orderOf = (command: readonly string[], more: Partial<CommandOrder> = {}): CommandOrder => ({
  ...{ repo: 'shop', command, maxIterations: null, completionKeyword: null, blockerKeyword: null },
  ...{ protectsTests: false, timeout: null, ...more },
});
