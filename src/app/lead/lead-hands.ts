import type { Lead } from '../../ports/lead.ts';
import type { App } from '../app.ts';
import type { JobPump } from '../jobs/job-pump.ts';
import type { RunScope } from '../run-scope.ts';

/** What the tools of a lead work with. Nothing of it reaches the model but through them. */
export interface LeadHands {
  readonly app: App;
  readonly scope: RunScope;
  readonly pump: JobPump;
  /** Ids of ended jobs that the lead has been told of. */
  readonly told: Set<string>;
}

/** An app that can conduct a run. */
export interface LeadApp extends App {
  /** Made when first needed: the SDK is the most expensive import of the program. */
  readonly lead: (hands: LeadHands) => Promise<Lead>;
}
