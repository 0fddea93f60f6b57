import { tmpdir, userInfo } from 'node:os';
import { systemClock } from '../adapters/clock.ts';
import { createFiles } from '../adapters/files.ts';
import { createHomeLock } from '../adapters/home-lock.ts';
import { randomIds } from '../adapters/ids.ts';
import { createLog } from '../adapters/log.ts';
import { createProcesses } from '../adapters/process/processes.ts';
import { createPrompts } from '../adapters/prompts/create-prompts.ts';
import { openStore } from '../adapters/sqlite/open.ts';
import { createTraceFile } from '../adapters/trace-file.ts';
import { createWorkerCli } from '../adapters/workers/create-worker-cli.ts';
import type { LeadApp } from '../app/lead-hands.ts';
import { createLeases } from '../app/leases.ts';
import { gitMarkerOf } from '../app/marker.ts';
import type { LoadedSettings } from '../config/load-settings.ts';
import { createRedactor } from '../domain/redact.ts';
import type { Person } from '../ports/person.ts';
import type { Progress } from '../ports/progress.ts';
import { openRepository, settingsIn } from './repository.ts';
import { loadPipelines, loadPolicy, targetFiles } from './rules.ts';

export interface AppOptions {
  readonly loaded: LoadedSettings;
  /** Absolute path of the directory that holds `prompts/` and `.openclaw/`. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
  readonly person: Person;
  /** Only looks at the state; a home that does not exist yet is not made. */
  readonly readonly: boolean;
  readonly lead: LeadApp['lead'];
}

/** Everything wired for one start. `close` writes out what is pending and closes the store. */
export const buildApp = async (options: AppOptions): Promise<{ app: LeadApp; close: () => Promise<void> }> => {
  const { loaded, root, environment } = options;
  const { settings } = loaded;
  const { layout, dryRun, worker } = settings;
  const files = createFiles();
  const processes = createProcesses();
  const redact = createRedactor(loaded.secrets);
  // A dry run and a look leave nothing in the home (INV-11).
  const temporary = `${tmpdir()}/orchestrator-${userInfo().uid}`;
  const scratch = dryRun || options.readonly ? temporary : layout.home;
  const marked = { ...environment, ORCHESTRATOR_JOB: gitMarkerOf({ settings }, processes.self()) };
  const { git, sentinel } = await openRepository(settings, marked, scratch, temporary);
  const target = await targetFiles(git, layout.mainPath);
  const [policy, pipelines] = await Promise.all([loadPolicy(root, target), loadPipelines(files, root, target)]);
  if (!options.readonly) await files.makeDirectory(layout.home);
  const store = await openStore(
    dryRun ? { file: ':memory:' } : { file: layout.databaseFile, readonly: options.readonly },
  );
  const trace = createTraceFile(files, { home: layout.home, redact, next: options.progress, now: systemClock.now });
  const app: LeadApp = {
    settings,
    store,
    git,
    sentinel,
    processes,
    files,
    clock: systemClock,
    ids: randomIds,
    log: createLog(dryRun || options.readonly ? null : `${layout.home}/orchestrator.log`, settings.logLevel, redact),
    progress: trace,
    person: options.person,
    prompts: createPrompts({ root, targetFile: target.read }),
    policy,
    pipelines,
    worker: await createWorkerCli(
      worker.kind,
      {
        processes,
        files,
        environment: { ...settings.callerEnvironment, ...worker.env[worker.kind] },
        scratchDir: `${scratch}/probe`,
      },
      worker.command,
    ),
    homeLock: createHomeLock({ path: `${layout.home}/lock`, processes }),
    leases: createLeases(),
    redact,
    approver: settings.approver ?? userInfo().username,
    lead: options.lead,
  };
  return {
    app,
    close: async () => {
      await trace.flush();
      await store.close();
      for (const directory of [scratch, temporary]) await files.remove(settingsIn(directory));
    },
  };
};
