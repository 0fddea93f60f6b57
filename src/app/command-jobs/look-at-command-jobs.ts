import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { type CommandJobReport, reportOfCommandJob } from '../../domain/command-job/command-job-report.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';
import { logsDirectory } from './artifacts.ts';

/** A job in full, for people. */
export interface CommandJobView {
  readonly job: CommandJob;
  readonly report: CommandJobReport;
  /** Absolute path of the directory with its logs. */
  readonly logs: string;
}

type Needs = Pick<App, 'store' | 'settings'>;

/** The oldest first. */
export const listCommandJobs = async (app: Pick<App, 'store'>): Promise<readonly CommandJobReport[]> =>
  (await app.store.commandJobs.list()).map(reportOfCommandJob);

/** Rejects with `unknown-job`; the runs of agents have their place with their tasks. */
export const showCommandJob = async (app: Needs, id: string): Promise<CommandJobView> => {
  const job = await app.store.commandJobs.get(id);
  if (job !== null) return { job, report: reportOfCommandJob(job), logs: logsDirectory(app, job) };
  const agent = await app.store.jobs.get(id);
  throw agent === null
    ? new OrchestratorError('unknown-job', `There is no job "${id}".`, 'See `orchestrator job list`.')
    : new OrchestratorError(
        'unknown-job',
        `${id} is no command but the ${agent.role} at work on ${agent.task}.`,
        `See \`orchestrator task show ${agent.task}\`, or \`orchestrator logs ${id}\`.`,
      );
};
