import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { App } from '../../../src/app/app.ts';
import { createTask } from '../../../src/app/tasks/create-task.ts';
import { runWorker } from '../../../src/app/worker/run-worker.ts';
import type { Task } from '../../../src/domain/task.ts';
import { createTestHome } from '../../helpers/store.ts';
import { type AppScene, createScene } from '../app-scene.ts';

/** Many processes, and other suites run beside it. */
vi.setConfig({ testTimeout: 600_000 });

/** Where a role agent was, and all that it was told. */
interface Seen {
  readonly role: string;
  readonly cwd: string;
  readonly head: string;
  readonly prompt: string;
}

/** One task in a pipeline, worked on by scripts; everything else is real. */
export interface ContourScene {
  readonly scene: AppScene;
  readonly task: Task;
  /**
   * What a role writes in its next runs, by path; the last order stands for all that follow. `WORK_ITEM` is the task's directory, and a
   * text `LINK <path>` a symbolic link.
   */
  order(role: string, ...orders: readonly Readonly<Record<string, string>>[]): void;
  /** Queues one more task, of the same pipeline and from main unless others are named. */
  another(slug: string, pipeline?: string, base?: string): Promise<Task>;
  /** Does all that is due. */
  work(): Promise<Task>;
  seen(): readonly Seen[];
  /** A file's text on a branch; null where it is not there. */
  show(branch: string, path: string): string | null;
  /** Commits files on the task's branch as a person does. */
  commit(files: Readonly<Record<string, string | null>>): void;
  /** The same with a symbolic link. */
  link(path: string, to: string): void;
}

export const createContourScene = async (
  pipeline: string,
  files: Readonly<Record<string, string>> = {},
): Promise<ContourScene> => {
  const orders = await createTestHome();
  const agent = ['node', join(import.meta.dirname, 'agent-writes.mjs'), '{prompt_file}', '{role}', orders];
  const scene = await createScene({ variables: { ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(agent) }, files });
  const create = (slug: string, name = pipeline, base: string | null = null): Promise<Task> =>
    createTask(scene.app, {
      title: 'Mend the greeting',
      prompt: 'The greeting has to be mended as it was ordered.',
      ...{ slug, kind: 'feature', pipeline: name, dependsOn: [], base, project: null },
    });
  const task = await create('mend');
  const git = (...args: readonly string[]): string =>
    execFileSync('git', [...args], {
      cwd: scene.app.settings.layout.mainPath,
      env: { ...process.env, ...scene.repository.environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    scene,
    task,
    order: (role, ...given) => writeFileSync(join(orders, `${role}.json`), JSON.stringify(given)),
    another: create,
    work: async () => {
      const how = { once: true, concurrency: 2, pollMs: 10 };
      const there: App = { ...scene.app, appOf: async () => there };
      while ((await runWorker(there, how, new AbortController().signal)) > 0);
      return scene.task(task);
    },
    seen: () => {
      const file = join(orders, 'seen.jsonl');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      return lines.map((line) => JSON.parse(line) as Seen);
    },
    show: (branch, path) => {
      try {
        return git('show', `${branch}:${path}`);
      } catch {
        return null;
      }
    },
    commit: (changed) => {
      const worktree = scene.worktree(task);
      for (const [path, text] of Object.entries(changed)) {
        if (text === null) git('-C', worktree, 'rm', '-q', path);
        else {
          git('-C', worktree, 'checkout', '-q', task.branch);
          execFileSync('mkdir', ['-p', join(worktree, path, '..')]);
          writeFileSync(join(worktree, path), text);
          git('-C', worktree, 'add', path);
        }
      }
      git('-C', worktree, 'commit', '-q', '-m', 'By hand');
    },
    link: (path, to) => {
      const worktree = scene.worktree(task);
      symlinkSync(to, join(worktree, path));
      git('-C', worktree, 'add', path);
      git('-C', worktree, 'commit', '-q', '-m', 'A link');
    },
  };
};
