import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../src/adapters/sqlite/open.ts';
import type { Job } from '../../src/domain/job.ts';
import type { Stage } from '../../src/domain/pipeline/pipeline.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Task } from '../../src/domain/task.ts';
import { NO_USAGE } from '../../src/domain/usage/usage.ts';
import type { Store } from '../../src/ports/store.ts';

/** A store in memory that is closed when the test ends. */
export const createTestStore = async (): Promise<Store> => {
  const store = await openStore({ file: ':memory:' });
  onTestFinished(() => store.close());
  return store;
};

/** A directory that is removed when the test ends. */
export const createTestHome = async (): Promise<string> => {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  return home;
};

/** A run that has just started; `overrides` say what matters to the test. */
export const createRun = (overrides: Partial<Run> = {}): Run => ({
  id: 'run-1',
  kind: 'lead',
  project: null,
  plan: null,
  goal: 'Add a greeting',
  status: 'running',
  mainPath: '/srv/base/main',
  mainBranch: 'main',
  baseRef: 'origin/main',
  mainHead: 'a'.repeat(40),
  startHead: 'a'.repeat(40),
  pipeline: 'subtask',
  worker: 'command',
  delivery: 'local-merge',
  summary: '',
  usage: NO_USAGE,
  turns: 0,
  toolCalls: 0,
  createdAt: 1_763_700_000_000,
  endedAt: null,
  version: 1,
  ...overrides,
});

/** A planned task of `run-1`, with names that follow from its id. */
export const createTask = (overrides: Partial<Task> = {}): Task => {
  const { id = 'task-1' } = overrides;
  return {
    id,
    run: 'run-1',
    slug: `${id}-slug`,
    title: 'Greet in two languages',
    prompt: 'Write the greeting.',
    kind: 'feature',
    pipeline: 'subtask',
    drive: 'lead',
    dependsOn: [],
    branch: `task/${id}`,
    worktree: `/srv/base/${id}`,
    base: null,
    baseCommit: null,
    head: null,
    candidate: null,
    stage: 'develop',
    state: { status: 'planned' },
    due: null,
    activeJob: null,
    materials: [],
    attempts: {},
    works: [],
    verdicts: [],
    rejections: [],
    feedback: [],
    versions: null,
    versionOf: null,
    createdAt: 1_763_700_000_000,
    version: 1,
    ...overrides,
  };
};

/** A stage where nobody works and nothing is asked; `overrides` say what matters to the test. */
export const createStage = (overrides: Partial<Stage> & Pick<Stage, 'name'>): Stage => ({
  role: null,
  when: null,
  gates: [],
  onFail: {},
  blocksOn: [],
  followUp: {},
  attempts: null,
  writes: null,
  network: null,
  access: null,
  versions: null,
  ...overrides,
});

/** A queued job of `task-1` that waits for nothing. */
export const createJob = (overrides: Partial<Job> = {}): Job => {
  const { id = 'job-1' } = overrides;
  return {
    id,
    run: 'run-1',
    queue: 'run-1',
    priority: 0,
    availableAt: null,
    project: '/srv/base/main',
    task: 'task-1',
    role: 'developer',
    worker: null,
    instructions: '',
    status: 'queued',
    claimedBy: null,
    interruptions: 0,
    deferrals: 0,
    waitsFor: null,
    exitCode: null,
    summary: '',
    log: `/home/runs/run-1/${id}.log`,
    usage: NO_USAGE,
    createdAt: 1_763_700_000_000,
    startedAt: null,
    endedAt: null,
    version: 1,
    ...overrides,
  };
};
