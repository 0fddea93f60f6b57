import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Task } from '../../../src/domain/task.ts';
import type { VerificationRecord } from '../../../src/domain/verification/verification.ts';
import { verificationsOf } from '../../../src/domain/verification/verifications-of.ts';
import { createTestHome } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** Servers and browsers are started, and other suites run beside. */
vi.setConfig({ testTimeout: 300_000 });

type Files = Readonly<Record<string, string>>;

export interface WebOptions {
  /** Files of main besides the shopping list, or in their place. */
  readonly files?: Files;
  readonly variables?: Readonly<Record<string, string>>;
  /** What the developer writes, run after run. */
  readonly rounds?: readonly Files[];
}

/** One task in the pipeline `web` on a repository that holds a small web application; agents are scripts, the browser is real. */
export interface WebScene {
  readonly scene: AppScene;
  readonly task: Task;
  /** Does all that is due, until the task waits for a person or has ended. */
  work(app?: App): Promise<Task>;
  /** What the developer was told in its n-th run. */
  prompt(round: number): string;
  records(): Promise<readonly VerificationRecord[]>;
}

const FIXTURE = join(import.meta.dirname, '../../fixtures/web-app');

const fixture = (name: string): string => readFileSync(join(FIXTURE, name), 'utf8');

/** The page with something more in it. */
export const pageWith = (more: string): string => fixture('page.html').replace('</body>', `${more}\n</body>`);

export const packageWith = (start: string): string => JSON.stringify({ private: true, scripts: { start } });

export const VERIFICATION = `server: { script: start, ready: /ready, timeout: 60 }
scenario:
  - open: /
  - expect: { title: Shopping list, text: Milk }
  - fill: { New item: Bread, Shop: Bakery }
  - click: Add
  - expect: { text: Bread from the Bakery }
  - snapshot: added
`;

export const WEB_APP: Files = {
  'server.mjs': fixture('server.mjs'),
  'page.html': fixture('page.html'),
  'package.json': packageWith('node server.mjs'),
};

export const createWebScene = async ({
  files = {},
  variables = {},
  rounds = [],
}: WebOptions = {}): Promise<WebScene> => {
  const orders = await createTestHome();
  for (const [index, round] of rounds.entries())
    writeFileSync(join(orders, `${index + 1}.json`), JSON.stringify(round));
  const agent = ['node', join(import.meta.dirname, 'agent-in-rounds.mjs'), '{prompt_file}', orders];
  const scene = await createScene({
    files: { ...WEB_APP, '.openclaw/verification.yaml': VERIFICATION, ...files },
    variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(agent), ORCH_AGENT_KILL_GRACE_SECONDS: '2', ...variables },
  });
  const { app } = scene;
  const task = await createTask(app, {
    ...{ title: 'Say more on the page', prompt: 'Say something more on the page of the shopping list.', slug: null },
    ...{ kind: 'feature', pipeline: 'web', dependsOn: [], base: null, project: null },
  });
  return {
    scene,
    task,
    work: async (working = app) => {
      const there: App = { ...working, appOf: async () => there };
      while ((await runWorker(there, { once: true, concurrency: 1, pollMs: 10 }, new AbortController().signal)) > 0);
      return scene.task(task);
    },
    prompt: (round) => readFileSync(join(orders, `${round}.prompt`), 'utf8'),
    records: async () => verificationsOf(await app.store.journal.after(task.run, 0)),
  };
};
