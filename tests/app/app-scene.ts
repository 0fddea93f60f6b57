import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { App } from '../../src/app/app.ts';
import { ensureBaseline } from '../../src/app/gates/baseline.ts';
import { enqueueRoleAgent } from '../../src/app/jobs/enqueue-role-agent.ts';
import { runJob } from '../../src/app/jobs/run-job.ts';
import { type Integration, integrate } from '../../src/app/merge/integrate.ts';
import type { RunScope } from '../../src/app/run-scope.ts';
import { preflight } from '../../src/app/runs/preflight.ts';
import { loadRun } from '../../src/app/runs/save-run.ts';
import { startRun } from '../../src/app/runs/start-run.ts';
import type { PlannedWork } from '../../src/app/tasks/planned-work.ts';
import { recordPlan } from '../../src/app/tasks/record-plan.ts';
import { buildApp } from '../../src/composition/build-app.ts';
import { UNATTENDED } from '../../src/composition/unattended.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Task } from '../../src/domain/task.ts';
import type { Person } from '../../src/ports/person.ts';
import type { ProgressEvent } from '../../src/ports/progress.ts';
import { claimNext } from '../helpers/claim-next.ts';
import { createGitRepository, type GitRepository, type Layout } from '../helpers/git-repository.ts';
import { crash, keepPresent } from '../helpers/presence.ts';

const ROOT = join(import.meta.dirname, '../..');
const AGENT = ['node', join(import.meta.dirname, 'agent-follows-orders.mjs'), '{prompt_file}'];

/** Red, with a telling line, while a text file holds the word RED. */
const CHECK = ['sh', 'check.sh'];
const CHECK_SCRIPT =
  'if grep -rn RED --include=*.txt .; then echo "error: a file is red"; exit 1; fi\necho "all is green"\n';

interface SceneOptions {
  readonly layout?: Layout;
  /** Settings of the environment besides the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Files of main, committed before the run starts. */
  readonly files?: Readonly<Record<string, string>>;
  readonly person?: Person;
}

interface SceneWithTask {
  readonly scene: AppScene;
  readonly task: Task;
}

/** One run of an orchestrator on a repository of its own: real git, processes and SQLite, and no lead but the test. */
export interface AppScene {
  readonly app: App;
  readonly repository: GitRepository;
  readonly events: readonly ProgressEvent[];
  readonly scope: RunScope;
  /** Stops the run as Ctrl-C does. */
  stop(): void;
  /** Records a plan of tasks; each is a slug with what the worker is to do, one order a line. */
  plan(...work: readonly (Partial<PlannedWork> & { slug: string })[]): Promise<readonly Task[]>;
  /** Queues the developer for a task and performs that job to its end. */
  work(task: Pick<Task, 'id'>, instructions?: string): Promise<Job>;
  /** Takes the next due job and performs it; null when none is due. */
  performNext(): Promise<Job | null>;
  merge(task: Pick<Task, 'id'>): Promise<Integration>;
  task(task: Pick<Task, 'id'>): Promise<Task>;
  /** Absolute path of a task's worktree. */
  worktree(task: Pick<Task, 'worktree'>): string;
  /** Absolute path below the home. */
  home(...path: readonly string[]): string;
}

export const createScene = async (options: SceneOptions = {}): Promise<AppScene> => {
  const repository = createGitRepository(options.layout);
  repository.commit({ 'check.sh': CHECK_SCRIPT, ...options.files });
  const scene = await openApp(repository, options);
  const { app } = scene;
  const { facts, checks } = await preflight(app);
  await app.sentinel.record();
  const run = await startRun(app, 'A goal', 'subtask', facts);
  return withRun(scene, { run: run.id, checks });
};

/** A scene with one planned task, `greet`. */
export const plannedScene = async (prompt: string, options: SceneOptions = {}): Promise<SceneWithTask> => {
  const scene = await createScene(options);
  const [task] = await scene.plan({ slug: 'greet', prompt });
  return { scene, task: found(task ?? null) };
};

/** The same, and a worker has done the task. */
export const developedScene = async (
  prompt = 'WRITE greet.txt fine',
  options: SceneOptions = {},
): Promise<SceneWithTask> => {
  const { scene, task } = await plannedScene(prompt, options);
  await scene.work(task);
  return { scene, task: await scene.task(task) };
};

/** The same home and run once more, as after a crash. */
export const reopenScene = async (before: AppScene, options: SceneOptions = {}): Promise<AppScene> => {
  await crash(before.app);
  return joinScene(before, options);
};

/** The same home and run in one more app, beside the first. */
export const joinScene = async (before: AppScene, options: SceneOptions = {}): Promise<AppScene> => {
  const scene = await openApp(before.repository, options);
  await scene.app.sentinel.record();
  return withRun(scene, before.scope);
};

type OpenedApp = Pick<AppScene, 'app' | 'repository' | 'events'>;

const openApp = async (repository: GitRepository, options: SceneOptions): Promise<OpenedApp> => {
  const environment = {
    ...repository.environment,
    OPENAI_API_KEY: 'test-key-of-no-service',
    ORCHESTRATOR_BASE_DIR: repository.base,
    ORCHESTRATOR_WORKER: 'command',
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(AGENT),
    ORCHESTRATOR_CHECKS: JSON.stringify([CHECK]),
    ORCHESTRATOR_APPROVER: 'pat',
    ...options.variables,
  };
  const loaded = loadSettings({ env: environment, cwd: repository.base, flags: {}, productRoot: ROOT });
  const events: ProgressEvent[] = [];
  const { app, close } = await buildApp({
    loaded,
    root: ROOT,
    environment,
    progress: { emit: (event) => void events.push(event) },
    person: options.person ?? UNATTENDED.person,
    readonly: false,
    lead: () => Promise.reject(new Error('there is no lead in this scene')),
  });
  onTestFinished(close);
  await keepPresent(app);
  return { app, repository, events };
};

const withRun = async (opened: OpenedApp, { run, checks }: Pick<RunScope, 'run' | 'checks'>): Promise<AppScene> => {
  const { app } = opened;
  const stop = new AbortController();
  const checkMain = async () => ensureBaseline(app, await loadRun(app, run), checks, stop.signal);
  let baseline: RunScope['baseline'] | null = null;
  const scope: RunScope = {
    run,
    checks,
    signal: stop.signal,
    // When first needed: most scenes end before any check is run.
    get baseline() {
      baseline ??= checkMain();
      return baseline;
    },
  };

  const performNext: AppScene['performNext'] = async () => {
    const job = await claimNext(app.store, { queue: run, by: app.presence.id, at: app.clock.now() });
    if (job === null) return null;
    await runJob(app, scope, job);
    return app.store.jobs.get(job.id);
  };
  return {
    ...opened,
    scope,
    stop: () => stop.abort(new Error('stopped by the test')),
    plan: (...work) => recordPlan(app, run, 'A plan', work.map(plannedWork)),
    work: async (task, instructions = '') => {
      const { job } = await enqueueRoleAgent(app, { run, task: task.id, role: 'developer', instructions });
      await performNext();
      return found(await app.store.jobs.get(job));
    },
    performNext,
    merge: (task) => integrate(app, scope, task.id),
    task: async (task) => found(await app.store.tasks.get(task.id)),
    worktree: (task) => join(app.settings.layout.worktreesDir, task.worktree),
    home: (...path) => join(app.settings.layout.home, ...path),
  };
};

const plannedWork = (work: Partial<PlannedWork> & { slug: string }): PlannedWork => ({
  title: `Write ${work.slug}`,
  prompt: `WRITE ${work.slug}.txt fine`,
  kind: 'feature',
  dependsOn: [],
  pipeline: null,
  base: null,
  ...work,
});

const found = <T>(value: T | null): T => {
  if (value === null) throw new Error('what the test needs is not there');
  return value;
};
