import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { reportOfCommandJob, reportOfIterations } from '../../domain/command-job/command-job-report.ts';
import type { Settings } from '../../domain/settings.ts';
import type { App } from '../app.ts';

type Home = { readonly settings: Pick<Settings, 'layout'> };

type Needs = Pick<App, 'files' | 'settings'>;

/**
 * Writes `summary.json` and `iterations.json`, which say of a job what the store says (KB-14). Nothing is read back from them, and
 * a dry run leaves none (INV-11).
 */
export const writeArtifacts = async (app: Needs, job: CommandJob): Promise<void> => {
  if (app.settings.dryRun) return;
  const directory = `${app.settings.layout.home}/artifacts/${job.id}`;
  await app.files.makeDirectory(directory);
  await app.files.write(`${directory}/iterations.json`, asText(reportOfIterations(job)));
  await app.files.write(`${directory}/summary.json`, asText(reportOfCommandJob(job)));
};

const asText = (value: unknown): string => `${JSON.stringify(value)}\n`;

/** Absolute path of the directory with what its command prints. */
export const logsDirectory = ({ settings }: Home, { id }: Pick<CommandJob, 'id'>): string =>
  `${settings.layout.home}/runs/${id}`;

/** Absolute paths of what an iteration prints. */
export const iterationLogs = (
  app: Home,
  job: Pick<CommandJob, 'id'>,
  index: number,
): { readonly stdout: string; readonly stderr: string } => {
  const prefix = `${logsDirectory(app, job)}/${index}`;
  return { stdout: `${prefix}.out.log`, stderr: `${prefix}.err.log` };
};

/** The logs of all iterations that have begun, and perhaps of one that has not, in their order. */
export const logsOf = (app: Home, job: CommandJob): readonly string[] => {
  const begun = Math.min(job.iterations.length + 1, job.maxIterations);
  return Array.from({ length: begun }, (_, position) => iterationLogs(app, job, position + 1)).flatMap(
    ({ stdout, stderr }) => [stdout, stderr],
  );
};
