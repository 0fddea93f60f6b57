import { tmpdir, userInfo } from 'node:os';
import { createBrowser } from '../adapters/browser/create-browser.ts';
import { systemClock } from '../adapters/clock.ts';
import { createEventLog } from '../adapters/event-log.ts';
import { createFetch } from '../adapters/fetch/create-fetch.ts';
import { createFiles } from '../adapters/files.ts';
import { createFrontmatter } from '../adapters/frontmatter/create-frontmatter.ts';
import type { LedgerOptions } from '../adapters/git/sentinel/ledger.ts';
import { createHomeLock } from '../adapters/home-lock.ts';
import { randomIds } from '../adapters/ids.ts';
import { gatherLines } from '../adapters/line-writer.ts';
import { createLog } from '../adapters/log.ts';
import { loopback } from '../adapters/loopback.ts';
import { createProcesses } from '../adapters/process/processes.ts';
import { createTraceFile } from '../adapters/trace-file.ts';
import { findExecutable } from '../adapters/workers/find-executable.ts';
import type { App } from '../app/app.ts';
import { createLeases } from '../app/home/leases.ts';
import { gitMarkerOf } from '../app/home/marker.ts';
import { createPresence } from '../app/home/presence.ts';
import { eventLogOf } from '../app/home/run-lock.ts';
import type { LeadApp } from '../app/lead/lead-hands.ts';
import type { LoadedSettings } from '../config/find-settings.ts';
import type { Project } from '../domain/project/project.ts';
import { createRedactor } from '../domain/secrets/redact.ts';
import type { Person } from '../ports/person.ts';
import type { Progress } from '../ports/progress.ts';
import { renderMarkdown } from '../surfaces/cli/report/render-markdown.ts';
import { catalogueOf } from '../surfaces/cli/text/catalogue/catalogue-of.ts';
import { openState } from './open-state.ts';
import { notifierOf, trackerOf } from './outside.ts';
import { createRepositories } from './repositories.ts';
import { settingsIn } from './repository.ts';
import { repositoryParts, rulesAt } from './repository-parts.ts';

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

export interface BuiltApp {
  readonly app: LeadApp;
  /**
   * The same home at work in a repository by its present rules; null: the base directory's own. Rejects
   * where it is not on this machine.
   */
  readonly appAt: (project: Project | null) => Promise<App>;
  readonly close: () => Promise<void>;
}

/** Everything wired for one start. `close` writes out what is pending and closes the store. */
export const buildApp = async (options: AppOptions): Promise<BuiltApp> => {
  const { loaded, root, environment } = options;
  const { settings } = loaded;
  const { layout, dryRun } = settings;
  const files = createFiles();
  const frontmatter = createFrontmatter();
  const processes = createProcesses();
  const redact = createRedactor(loaded.secrets);
  // A dry run and a look leave nothing in the home (INV-11).
  const temporary = `${tmpdir()}/orchestrator-${userInfo().uid}`;
  const scratch = dryRun || options.readonly ? temporary : layout.home;
  const marked = { ...environment, ORCHESTRATOR_JOB: gitMarkerOf({ settings, processes }) };
  const shared: LedgerOptions = {
    directory: `${layout.home}/sentinel`,
    processes,
    alone: (name, work) => leases.hold(name, 'recording', work),
  };
  const around = {
    ...{ root, environment: marked, scratch, temporary, files, frontmatter, processes },
    shared: scratch === layout.home ? shared : null,
  };
  const parts = await repositoryParts(settings, around);
  const head = await parts.git.resolve(layout.mainPath, 'HEAD');
  if (!options.readonly) await files.makeDirectory(layout.home);
  const store = await openState(settings, options.readonly);
  const lines = gatherLines(files);
  const trace = createTraceFile(lines, { home: layout.home, redact, next: options.progress, now: systemClock.now });
  const isSilent = dryRun || options.readonly;
  const events = createEventLog({
    file: isSilent ? null : eventLogOf({ settings }),
    ...{ files: lines, redact, now: systemClock.now },
  });
  const log = events.besides(createLog(isSilent ? null : `${layout.home}/orchestrator.log`, settings.logLevel, redact));
  const presence = createPresence({ store, processes, clock: systemClock, ids: randomIds, log });
  const leases = createLeases({ store, clock: systemClock, ids: randomIds, presence });
  const outside = { files, frontmatter, clock: systemClock, log };
  const app: LeadApp = {
    ...parts,
    ...(await rulesAt(parts, head, around)),
    store,
    processes,
    browser: createBrowser({
      executable: settings.browser,
      find: (name) => findExecutable(name, settings.callerEnvironment.PATH),
    }),
    loopback,
    fetch: createFetch(),
    files,
    frontmatter,
    clock: systemClock,
    ids: randomIds,
    log,
    progress: events.watching(trace),
    person: options.person,
    tracker: trackerOf(settings, outside),
    notifier: notifierOf(settings, outside),
    homeLock: createHomeLock({ path: `${layout.home}/lock`, processes }),
    leases,
    presence,
    redact,
    approver: settings.approver ?? userInfo().username,
    reportText: (report) => renderMarkdown(report, catalogueOf(settings.language)),
    lead: options.lead,
    appOf: (run) => repositories.ofRun(run),
  };
  const repositories = createRepositories(app, around);
  for (const warning of settings.warnings) app.log.error({}, warning);
  return {
    app,
    appAt: repositories.of,
    close: async () => {
      repositories.leave();
      lines.hurry();
      await trace.flush();
      await events.flush();
      await store.close();
      for (const directory of [scratch, temporary]) await files.remove(settingsIn(directory));
    },
  };
};
