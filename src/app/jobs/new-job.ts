import type { Job } from '../../domain/job.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';

/** What is known of a job before anybody has taken it. */
type JobOrder = Pick<
  Job,
  'id' | 'run' | 'queue' | 'priority' | 'task' | 'role' | 'worker' | 'instructions' | 'waitsFor'
>;

/** A job at its beginning: queued in the repository of the app, and claimed by nobody. */
export const newJob = ({ settings, clock }: Pick<App, 'settings' | 'clock'>, order: JobOrder): Job => ({
  ...order,
  availableAt: null,
  project: settings.layout.mainPath,
  status: 'queued',
  claimedBy: null,
  interruptions: 0,
  deferrals: 0,
  exitCode: null,
  summary: '',
  log: `${settings.layout.home}/runs/${order.run}/${order.id}.log`,
  usage: NO_USAGE,
  createdAt: clock.now(),
  startedAt: null,
  endedAt: null,
  version: 0,
});
