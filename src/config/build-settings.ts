import { join, resolve } from 'node:path';
import { createProject, type Project } from '../domain/project/project.ts';
import type { CheckSettings, Settings, WorkerSettings } from '../domain/settings.ts';
import { realPathOf } from './checkout.ts';
import type { SettingValues } from './keys.ts';
import type { Layout } from './layout.ts';

/** What the settings hold besides the values of the table. */
interface Surroundings {
  readonly layout: Layout;
  readonly home: string;
  readonly warnings: readonly string[];
  readonly callerEnvironment: Settings['callerEnvironment'];
  readonly workerEnvironments: WorkerSettings['env'];
  readonly checkVariables: CheckSettings['env'];
}

/** Arranges valid values as the rest of the program wants them; seconds become milliseconds. */
export const buildSettings = (values: SettingValues, around: Surroundings): Settings => ({
  layout: {
    ...around.layout,
    home: around.home,
    databaseFile: values['database.url'] ?? join(around.home, 'orchestrator.db'),
  },
  model: {
    apiKey: values['model.apiKey'],
    baseUrl: values['model.baseUrl'],
    name: values['model.name'],
    api: values['model.api'],
    timeoutMs: milliseconds(values['model.timeout']),
  },
  worker: {
    kind: values['worker.kind'],
    command: values['worker.command'],
    model: values['worker.model'],
    effort: values['worker.effort'],
    models: values['worker.models'],
    modelsByDifficulty: values['worker.modelsByDifficulty'],
    efforts: values['worker.efforts'],
    fallbackModel: values['worker.fallbackModel'],
    timeoutsMs: Object.fromEntries(
      Object.entries(values['worker.timeouts']).map(([role, timeout]) => [role, milliseconds(timeout)]),
    ),
    access: values['worker.sandbox'],
    accessReason: values['worker.sandbox'] === 'full' ? values['worker.sandboxReason'] : null,
    env: around.workerEnvironments,
  },
  checks: {
    checks: values['checks.commands'],
    setup: values.setup,
    baseline: values['checks.baseline'],
    gitProtocols: values['checks.gitProtocols'],
    env: around.checkVariables,
  },
  verification: values.verification,
  browser: values.browser,
  review: values.review,
  approvals: { analysis: values['approvals.analysis'] },
  delivery: values['delivery.mode'],
  mergeStrategy: values['delivery.mergeStrategy'],
  basePolicy: values['base.policy'],
  guardAsk: values['guard.ask'],
  dependencyChanges: values['guard.dependencyChanges'],
  limits: {
    maxWorkers: values['limits.maxWorkers'],
    budgetUsd: values['limits.budgetUsd'],
    budgetTokens: values['limits.budgetTokens'],
    toolCalls: values['limits.toolCalls'],
    turns: values['limits.turns'],
    workerTimeoutMs: milliseconds(values['limits.workerTimeout']),
    commandTimeoutMs: milliseconds(values['limits.commandTimeout']),
    checkTimeoutMs: milliseconds(values['limits.checkTimeout']),
    setupTimeoutMs: milliseconds(values['limits.setupTimeout']),
    killGraceMs: milliseconds(values['limits.killGrace']),
    silenceMs: milliseconds(values['limits.silence']),
    toolOutputChars: values['limits.toolOutputChars'],
    diffLines: values['limits.diffLines'],
    processOutputBytes: values['limits.processOutputBytes'],
  },
  queue: {
    pollMs: milliseconds(values['queue.pollInterval']),
    maxConcurrency: values['queue.maxConcurrency'],
  },
  jobs: { executorMayEditTests: values['jobs.executorMayEditTests'] },
  logs: { keepDays: values['logs.keepDays'], keepMax: values['logs.keepMax'] },
  handover: { turns: values['handover.turns'], contextTokens: values['handover.contextTokens'] },
  dryRun: values.dryRun,
  trace: values.trace,
  logLevel: values.logLevel,
  language: values.language,
  approver: values.approver,
  tracker: { kind: values['tracker.kind'], directory: values['tracker.dir'] ?? join(around.home, 'tracker') },
  notifier: { kind: values['notify.kind'], directory: values['notify.dir'] ?? join(around.home, 'notifications') },
  forge: { kind: values['forge.kind'], directory: values['forge.dir'] ?? join(around.home, 'forge') },
  ci: {
    source: values['gates.ci'],
    maxAttempts: values['gates.ciPollAttempts'],
    intervalMs: milliseconds(values['gates.ciPollInterval']),
  },
  dispatchTasks: values['dispatch.tasks'],
  projects: Object.freeze(values.projects.map((project) => atItsPlace(project, values.reposDir))),
  warnings: around.warnings,
  callerEnvironment: around.callerEnvironment,
});

/** A project that names no path lies in the directory of all repositories, under its own name. Paths are compared: they are real. */
const atItsPlace = (project: Project, reposDir: string | null): Project => {
  const path = project.path ?? (reposDir === null ? null : join(reposDir, project.repo));
  return createProject({ ...project, path: path === null ? null : realPathOf(resolve(path)) });
};

const milliseconds = (value: number): number => Math.round(value * 1000);
