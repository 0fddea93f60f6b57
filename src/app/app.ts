import type { Pipeline } from '../domain/pipeline.ts';
import type { Settings } from '../domain/settings.ts';
import type { Policy } from '../guard/policy-schema.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Git, GitSentinel } from '../ports/git.ts';
import type { HomeLock } from '../ports/home-lock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Person } from '../ports/person.ts';
import type { Processes } from '../ports/processes.ts';
import type { Progress } from '../ports/progress.ts';
import type { Prompts } from '../ports/prompts.ts';
import type { Store } from '../ports/store.ts';
import type { WorkerCli } from '../ports/worker.ts';
import type { Leases } from './leases.ts';

/** Everything a use case may reach; the composition root fills it. A use case takes the parts it needs. */
export interface App {
  readonly settings: Settings;
  readonly store: Store;
  readonly git: Git;
  readonly sentinel: GitSentinel;
  readonly processes: Processes;
  readonly files: Files;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly progress: Progress;
  readonly person: Person;
  readonly prompts: Prompts;
  readonly policy: Policy;
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  readonly worker: WorkerCli;
  readonly homeLock: HomeLock;
  readonly leases: Leases;
  /** Takes known secrets out of a text that leaves memory (INV-12). */
  readonly redact: (text: string) => string;
  /** Who answers at this terminal: the system's user, or `ORCHESTRATOR_APPROVER`. */
  readonly approver: string;
}
