import type { Pipeline } from '../domain/pipeline/pipeline.ts';
import type { RunReport } from '../domain/report.ts';
import type { Run } from '../domain/run.ts';
import type { Settings, WorkerKind } from '../domain/settings.ts';
import type { VerificationPlan } from '../domain/verification/verification.ts';
import type { Policy } from '../guard/policy-schema.ts';
import type { Browser } from '../ports/browser.ts';
import type { Clock } from '../ports/clock.ts';
import type { Fetch } from '../ports/fetch.ts';
import type { Files } from '../ports/files.ts';
import type { Forge } from '../ports/forge.ts';
import type { Frontmatter } from '../ports/frontmatter.ts';
import type { Git, GitSentinel } from '../ports/git.ts';
import type { HomeLock } from '../ports/home-lock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Loopback } from '../ports/loopback.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Person } from '../ports/person.ts';
import type { Processes } from '../ports/processes.ts';
import type { Progress } from '../ports/progress.ts';
import type { Prompts } from '../ports/prompts.ts';
import type { Store } from '../ports/store.ts';
import type { Tracker } from '../ports/tracker.ts';
import type { WorkerCli } from '../ports/worker.ts';
import type { Leases } from './home/leases.ts';
import type { Presence } from './home/presence.ts';

/** Everything a use case may reach; the composition root fills it. A use case takes the parts it needs. */
export interface App {
  readonly settings: Settings;
  readonly store: Store;
  readonly git: Git;
  readonly sentinel: GitSentinel;
  readonly processes: Processes;
  readonly browser: Browser;
  readonly loopback: Loopback;
  readonly fetch: Fetch;
  readonly files: Files;
  readonly frontmatter: Frontmatter;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly progress: Progress;
  readonly person: Person;
  readonly prompts: Prompts;
  readonly policy: Policy;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  /** How the target is looked at in a browser; null: nothing says it. */
  readonly verification: VerificationPlan | null;
  readonly worker: WorkerCli;
  /** The worker of another kind, for roles whose agent file names one. */
  readonly workerOf: (kind: WorkerKind) => Promise<WorkerCli>;
  /** The board that people look at; null: there is none. */
  readonly tracker: Tracker | null;
  /** Calls a person; null: nobody is called. */
  readonly notifier: Notifier | null;
  /** Where CI and people look at the branches of this repository; null: there is none. */
  readonly forge: Forge | null;
  readonly homeLock: HomeLock;
  readonly leases: Leases;
  readonly presence: Presence;
  /** Takes known secrets out of a text that leaves memory (INV-12). */
  readonly redact: (text: string) => string;
  /** Who answers at this terminal: the system's user, or `ORCHESTRATOR_APPROVER`. */
  readonly approver: string;
  /** This home at work in the repository of a run, by the rules that its main had when the run began. Rejects where that cannot be had. */
  readonly appOf: (run: Run) => Promise<App>;
  /** A run's report for a reader without a terminal, in the person's language. */
  readonly reportText: (report: RunReport) => string;
}
