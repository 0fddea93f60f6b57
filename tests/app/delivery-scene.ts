import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../src/app/app.ts';
import { createTask } from '../../src/app/tasks/create-task.ts';
import { runWorker } from '../../src/app/worker/run-worker.ts';
import type { Task } from '../../src/domain/task.ts';
import { createTestHome } from '../helpers/store.ts';
import { type AppScene, createScene } from './app-scene.ts';

/** A whole delivery is many processes, and other suites run beside it. */
vi.setConfig({ testTimeout: 600_000 });

/** What an agent does in its next runs, in order; afterwards, what its role leaves when all is well. */
export type AgentOrder = { readonly exit: number } | { readonly files: Readonly<Record<string, string>> };

/** One work item in the delivery pipeline, its board and its messages; agents are scripts, everything else is real. */
export interface DeliveryScene {
  readonly scene: AppScene;
  readonly task: Task;
  order(role: string, ...orders: readonly AgentOrder[]): void;
  /** Does all that is due, until the task waits for a person or has ended. */
  work(app?: App): Promise<Task>;
  /** The item's comments in order: `author: text`. */
  comments(): readonly string[];
  /** The status line of the item's file. */
  status(): string;
  messages(): readonly string[];
}

/** A repository with a board and messages, and agents that deliver or do as ordered. */
export const createBoardScene = async (
  variables: Readonly<Record<string, string>>,
): Promise<Pick<DeliveryScene, 'scene' | 'order'>> => {
  const agent = ['node', join(import.meta.dirname, 'agent-delivers.mjs'), '{prompt_file}', '{role}'];
  const orders = await createTestHome();
  const scene = await createScene({
    variables: {
      ORCHESTRATOR_WORKER_COMMAND: JSON.stringify([...agent, orders]),
      ORCHESTRATOR_TRACKER: 'file',
      ORCHESTRATOR_NOTIFY: 'file',
      ...variables,
    },
  });
  return {
    scene,
    order: (role, ...given) => writeFileSync(join(orders, `${role}.json`), JSON.stringify(given)),
  };
};

export const createDeliveryScene = async (variables: Readonly<Record<string, string>> = {}): Promise<DeliveryScene> => {
  const { scene, order } = await createBoardScene(variables);
  const { app } = scene;
  const task = await createTask(app, {
    title: 'Greet in two languages',
    prompt: 'Write a file that greets in two languages.',
    slug: null,
    kind: 'feature',
    pipeline: 'delivery',
    dependsOn: [],
    base: null,
    project: null,
  });
  const comments = scene.home('tracker/comments', task.id);
  return {
    scene,
    task,
    order,
    work: async (working = app) => {
      const how = { once: true, concurrency: 2, pollMs: 10 };
      const there: App = { ...working, appOf: async () => there };
      while ((await runWorker(there, how, new AbortController().signal)) > 0);
      return scene.task(task);
    },
    comments: () =>
      namesIn(comments).map((name) => `${authorIn(name)}: ${bodyOf(readFileSync(join(comments, name), 'utf8'))}`),
    status: () => /^status: (.*)$/m.exec(readFileSync(scene.home('tracker', `${task.id}.md`), 'utf8'))?.[1] ?? '',
    messages: () => {
      const folder = scene.home('notifications');
      return namesIn(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')).text);
    },
  };
};

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);

const authorIn = (name: string): string => name.replace(/^\d+-/, '').replace(/\.md$/, '');

const bodyOf = (text: string): string => text.replace(/^---\n[\s\S]*?\n---\n\n/, '').trim();
