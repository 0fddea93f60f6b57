import type { JobStatus } from '../job.ts';
import type { CommandJob, Iteration } from './command-job.ts';

/** A job as `job show --json` and its `summary.json` tell it. Times are ISO 8601. */
export interface CommandJobReport {
  readonly job: string;
  readonly repo: string;
  readonly status: JobStatus;
  readonly reason: string | null;
  readonly command: readonly string[];
  /** How many have ended. */
  readonly iterations: number;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly durationMs: number | null;
  /** Of the last iteration; null where that did not end by itself. */
  readonly exitCode: number | null;
}

/** One entry of `iterations.json`. */
type IterationReport = Omit<Iteration, 'startedAt' | 'endedAt'> & {
  readonly startedAt: string;
  readonly endedAt: string;
};

export const reportOfCommandJob = (job: CommandJob): CommandJobReport => ({
  job: job.id,
  repo: job.repo,
  status: job.status,
  reason: job.reason,
  command: job.command,
  iterations: job.iterations.length,
  startedAt: isoOrNull(job.startedAt),
  endedAt: isoOrNull(job.endedAt),
  durationMs: job.startedAt === null || job.endedAt === null ? null : job.endedAt - job.startedAt,
  exitCode: job.iterations.at(-1)?.exitCode ?? null,
});

export const reportOfIterations = ({ iterations }: Pick<CommandJob, 'iterations'>): readonly IterationReport[] =>
  iterations.map(({ index, startedAt, endedAt, exitCode, keyword, blocker }) => ({
    index,
    startedAt: iso(startedAt),
    endedAt: iso(endedAt),
    exitCode,
    keyword,
    blocker,
  }));

const iso = (ms: number): string => new Date(ms).toISOString();

const isoOrNull = (ms: number | null): string | null => (ms === null ? null : iso(ms));
