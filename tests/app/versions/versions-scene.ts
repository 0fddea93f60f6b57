import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask, type WorkOrder } from '../../../src/app/tasks/create-task.ts';
import { listVersions } from '../../../src/app/versions/list-versions.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createRun, createTestHome } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** Each version is several processes, and other suites run beside it. */
vi.setConfig({ testTimeout: 120_000 });

type AgentOrder = { readonly exit: number } | { readonly files: Readonly<Record<string, string>> };

/** A repository where tasks are made in versions; agents are scripts that know their worktree, everything else is real. */
export interface VersionsScene {
  readonly scene: AppScene;
  readonly app: App;
  /** What the agent does in its next runs in a worktree, in order; afterwards, what its role leaves when all is well. */
  order(worktree: string, ...orders: readonly AgentOrder[]): void;
  create(order?: Partial<WorkOrder>): Promise<Task>;
  /** Does all that is due, until nothing is. */
  work(app?: App): Promise<void>;
  task(id?: string): Promise<Task>;
  /** `number status branch` of each version. */
  versions(): Promise<readonly string[]>;
  /** All prompts so far. */
  prompts(): string;
  git(...words: readonly string[]): string;
}

export const createVersionsScene = async (): Promise<VersionsScene> => {
  const orders = await createTestHome();
  const agent = ['node', join(import.meta.dirname, 'agent-of-version.mjs'), '{prompt_file}', '{role}', '{worktree}'];
  const scene = await createScene({
    variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify([...agent, orders]) },
  });
  const startHead = scene.repository.git(['rev-parse', 'main']);
  const app = await scene.app.appOf(createRun({ startHead }));
  return {
    scene,
    app,
    order: (worktree, ...given) => writeFileSync(join(orders, `${worktree}.json`), JSON.stringify(given)),
    create: (order = {}) =>
      createTask(app, {
        ...{ title: 'Make a logo', prompt: 'Draw the logo of this project.', slug: 'logo', kind: 'feature' },
        ...{ pipeline: 'subtask', dependsOn: [], base: null, project: null, versions: 3, ...order },
      }),
    work: async (working = app) => {
      while ((await runWorker(working, { once: true, concurrency: 3, pollMs: 10 }, new AbortController().signal)) > 0);
    },
    task: (id = 'T-1') => scene.task({ id }),
    versions: async () =>
      (await listVersions(app, 'T-1')).map(({ version, status, branch }) => `${version} ${status} ${branch}`),
    prompts: () => readFileSync(join(orders, 'prompts.txt'), 'utf8'),
    git: (...words) => scene.repository.git([...words]),
  };
};
