import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { StoredEntry } from '../../../src/domain/journal.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createTestHome } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** All stages are many processes, and other suites run beside this one. */
vi.setConfig({ testTimeout: 600_000 });

/** What an agent does in its next run instead of its usual work; `{item}` in a path is the task's directory. */
export interface AgentOrder {
  readonly files?: Readonly<Record<string, string>>;
  /** Symbolic links by path, with what each leads to. */
  readonly links?: Readonly<Record<string, string>>;
  /** Files that it deletes. */
  readonly removed?: readonly string[];
  /** Files that it leaves beside its commit. */
  readonly uncommitted?: Readonly<Record<string, string>>;
  readonly commit?: boolean;
  /** Of its commit. */
  readonly message?: string;
  /** Its commit takes the place of the newest one. */
  readonly amend?: boolean;
  /** Its last line. */
  readonly last?: string;
}

/** Tasks in the strict stages; agents are scripts, everything else is real. */
export interface StrictScene {
  readonly scene: AppScene;
  create(title: string, prompt?: string): Promise<Task>;
  order(role: string, ...orders: readonly AgentOrder[]): void;
  /** Does all that is due; the task as it stands then. */
  work(task: Task, app?: App): Promise<Task>;
  journal(task: Task): Promise<readonly StoredEntry[]>;
  /** A file as main has it; null when it has none. */
  onMain(path: string): Promise<string | null>;
  /** The names of what the file notifier left. */
  messages(): readonly string[];
}

export const createStrictScene = async (
  variables: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<StrictScene> => {
  const orders = await createTestHome();
  const agent = ['node', join(import.meta.dirname, 'agent-strict.mjs'), '{prompt_file}', '{role}', orders];
  const scene = await createScene({
    variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(agent), ORCHESTRATOR_NOTIFY: 'file', ...variables },
    files,
  });
  const { app } = scene;
  const { mainPath } = app.settings.layout;
  return {
    scene,
    create: (title, prompt = 'Write a file that greets the whole world.') =>
      createTask(app, {
        ...{ title, prompt, slug: null, kind: 'feature', pipeline: 'strict', dependsOn: [], base: null, project: null },
        cwd: '/where/the/person/stood',
      }),
    order: (role, ...given) => writeFileSync(join(orders, `${role}.json`), JSON.stringify(given)),
    work: async (task, working = app) => {
      const there: App = { ...working, appOf: async () => there };
      const how = { once: true, concurrency: 2, pollMs: 10 };
      while ((await runWorker(there, how, new AbortController().signal)) > 0);
      return scene.task(task);
    },
    journal: async (task) => (await app.store.journal.after(task.run, 0)).filter((entry) => entry.task === task.id),
    onMain: async (path) => {
      const head = await app.git.resolve(mainPath, 'HEAD');
      return app.git.show(mainPath, head ?? '', path);
    },
    messages: () => {
      const folder = scene.home('notifications');
      return existsSync(folder) ? readdirSync(folder).sort() : [];
    },
  };
};

/** The work on a task: the roles of its jobs in their order, and the prompt of the one at a place, from 0. */
export const jobsOn = ({ scene: { app, home } }: StrictScene, task: Task) => {
  const jobs = () => app.store.jobs.ofTask(task.id);
  return {
    roles: async () => (await jobs()).map(({ role }) => role),
    promptOf: async (place: number) => readText(home('runs', task.run, `${(await jobs())[place]?.id}.prompt.md`)),
  };
};

/** A review that leaves these open. */
export const reviewing = (...open: readonly string[]): AgentOrder => ({
  files: {
    '{item}/12-review.md': `---\nverdict: REQUEST_CHANGES\nopen: [${open.join(', ')}]\n---\n${open.join('\n')}\n`,
  },
});

/** A fix that applies these and declines those, and leaves a file. */
export const fixing = (applied: readonly string[], declined: readonly string[]): AgentOrder => ({
  files: {
    'fixed.txt': `${applied.join(' ')}\n`,
    '{item}/16-fix-report.md': `---\napplied: [${applied.join(', ')}]\ndeclined:${
      declined.length === 0
        ? ' []'
        : declined.map((id) => `\n  - { finding: ${id}, reason: "the caller trims" }`).join('')
    }\n---\n`,
  },
});

/** The same app, with pipelines that do not ask a gate. */
export const withoutGate = (app: App, gate: string): App => ({
  ...app,
  pipelines: new Map(
    [...app.pipelines].map(([name, pipeline]) => {
      const stages = pipeline.stages.map((stage) => ({ ...stage, gates: stage.gates.filter((one) => one !== gate) }));
      return [name, { ...pipeline, stages }];
    }),
  ),
});

export const readText = (path: string): string => readFileSync(path, 'utf8');
