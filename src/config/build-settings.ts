import { join } from 'node:path';
import type { Settings, WorkerSettings } from '../domain/settings.ts';
import type { SettingValues } from './keys.ts';
import type { Layout } from './layout.ts';

/** What the settings hold besides the values of the table. */
interface Surroundings {
  readonly layout: Layout;
  readonly home: string;
  readonly callerEnvironment: Settings['callerEnvironment'];
  readonly workerEnvironments: WorkerSettings['env'];
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
  },
  worker: {
    kind: values['worker.kind'],
    command: values['worker.command'],
    model: values['worker.model'],
    effort: values['worker.effort'],
    models: values['worker.models'],
    efforts: values['worker.efforts'],
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
  },
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
    processOutputBytes: values['limits.processOutputBytes'],
  },
  handover: { turns: values['handover.turns'], contextTokens: values['handover.contextTokens'] },
  dryRun: values.dryRun,
  trace: values.trace,
  logLevel: values.logLevel,
  language: values.language,
  noColor: values.noColor,
  otlpEndpoint: values.otlpEndpoint,
  approver: values.approver,
  dispatchTasks: values['dispatch.tasks'],
  callerEnvironment: around.callerEnvironment,
});

const milliseconds = (value: number): number => Math.round(value * 1000);
