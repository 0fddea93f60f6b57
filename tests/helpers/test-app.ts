import { join } from 'node:path';
import type { Model } from '@openai/agents';
import { onTestFinished } from 'vitest';
import type { App } from '../../src/app/app.ts';
import { createJobPump } from '../../src/app/jobs/job-pump.ts';
import type { LeadApp, LeadHands } from '../../src/app/lead/lead-hands.ts';
import type { RunScope } from '../../src/app/run-scope.ts';
import { preflight } from '../../src/app/runs/preflight.ts';
import { startRun } from '../../src/app/runs/start-run.ts';
import { buildApp } from '../../src/composition/build-app.ts';
import { loadSettings } from '../../src/config/load-settings.ts';
import type { Question } from '../../src/domain/question.ts';
import type { Run } from '../../src/domain/run.ts';
import type { Person } from '../../src/ports/person.ts';
import type { ProgressEvent } from '../../src/ports/progress.ts';
import { createLead } from '../../src/supervisor/lead.ts';
import { createGitRepository, type GitRepository } from './git-repository.ts';
import { crash, keepPresent } from './presence.ts';

/** A whole orchestrator on a repository of its own: real git, processes and SQLite; the model and the person are handed in. */
export interface TestApp {
  readonly app: LeadApp;
  readonly repository: GitRepository;
  /** Everything that onlookers were told. */
  readonly events: ProgressEvent[];
  /** The same home once more, as after a crash; the first one need not have been closed. */
  reopen(model: Model, change?: Partial<TestAppOptions>): Promise<TestApp>;
}

export interface TestAppOptions {
  readonly model: Model;
  /** An existing repository; a new one without remote otherwise. */
  readonly repository?: GitRepository;
  /** Variables of the environment besides the usual ones. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Answers questions at the terminal; nobody is there without it. */
  readonly person?: Partial<Person>;
}

const ROOT = join(import.meta.dirname, '../..');

/** Does what lines `WRITE <path> <text>` of a task's prompt say. */
const WORKER = ['node', join(import.meta.dirname, '../fixtures/agents/agent-writes-file.mjs'), '{prompt_file}'];

/** Red while a text file of the tree holds the word RED. */
const CHECK = `import { readdirSync, readFileSync } from 'node:fs';
const red = readdirSync('.').filter((name) => name.endsWith('.txt') && readFileSync(name, 'utf8').includes('RED'));
if (red.length > 0) console.error(\`not ok: \${red}\`);
process.exitCode = red.length > 0 ? 1 : 0;
`;

export const createTestApp = async (options: TestAppOptions): Promise<TestApp> => {
  const repository = options.repository ?? createCheckedRepository();
  const environment = {
    ...repository.environment,
    OPENAI_API_KEY: 'test-key-of-no-service',
    ORCHESTRATOR_BASE_DIR: repository.base,
    ORCHESTRATOR_WORKER: 'command',
    ORCHESTRATOR_WORKER_COMMAND: JSON.stringify(WORKER),
    ORCHESTRATOR_CHECKS: JSON.stringify([['node', 'check.mjs']]),
    ORCHESTRATOR_SETUP: '[]',
    ...options.variables,
  };
  const loaded = loadSettings({ env: environment, cwd: repository.base, flags: {}, productRoot: ROOT });
  const events: ProgressEvent[] = [];
  const { app, close } = await buildApp({
    loaded,
    root: ROOT,
    environment,
    progress: { emit: (event) => void events.push(event) },
    person: { ...NOBODY, ...options.person },
    readonly: false,
    lead: async (hands) => createLead(hands, options.model),
  });
  onTestFinished(close);
  await keepPresent(app);
  return {
    app,
    repository,
    events,
    reopen: async (model, change = {}) => {
      await crash(app);
      return createTestApp({ ...options, ...change, model, repository });
    },
  };
};

/** What the tools of a lead work with, for tests that need no whole run around them. */
export const openHands = (app: App, run: Run, signal: AbortSignal = new AbortController().signal): LeadHands => {
  const checks = [['node', 'check.mjs']];
  const scope: RunScope = { run: run.id, checks, baseline: Promise.resolve(null), signal };
  return { app, scope, pump: createJobPump(app, scope, () => undefined), told: new Set() };
};

/** A recorded run that nobody works on yet. */
export const beginRun = async (app: App, goal = 'Add a greeting'): Promise<Run> => {
  const { facts } = await preflight(app);
  await app.sentinel.record();
  return startRun(app, goal, 'subtask', facts);
};

const createCheckedRepository = (): GitRepository => {
  const repository = createGitRepository();
  repository.commit({ 'check.mjs': CHECK });
  return repository;
};

const NOBODY: Person = { present: false, ask: async () => null, confirmPlan: async () => true };

/** A person who is there and answers every question in this way. */
export const answering = (answer: (question: Question) => string | null): Partial<Person> => ({
  present: true,
  ask: async (question) => answer(question),
});
