import type { CommandJobView } from '../../../app/command-jobs/look-at-command-jobs.ts';
import type { Iteration } from '../../../domain/command-job/command-job.ts';
import type { CommandJobReport } from '../../../domain/command-job/command-job-report.ts';
import type { JobStatus } from '../../../domain/job.ts';
import { shellLine } from '../../../domain/text/shell-line.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';
import type { Paint } from '../text/paint.ts';
import { oneLine, plainText, truncate } from '../text/plain-text.ts';
import { duration } from '../text/quantities.ts';
import { JOB_SIGNS } from '../text/status-sign.ts';
import { table } from '../text/table.ts';
import { sectionWriter } from './section-writer.ts';

/** All jobs, one a line. */
export const renderJobList = (jobs: readonly CommandJobReport[], words: Catalogue, paint: Paint): string[] =>
  table(
    words.job.columns,
    jobs.map(({ job, repo, status, iterations, command, reason }) => [
      paint.bold(job),
      statusOf(status, words, paint),
      oneLine(repo),
      String(iterations),
      oneLine(shellLine(command), 40),
      paint.dim(oneLine(reason ?? '', 120)),
    ]),
  );

const statusOf = (status: JobStatus, { jobStatus }: Catalogue, paint: Paint): string => {
  const { glyph, style } = JOB_SIGNS[status];
  return paint[style](`${glyph} ${jobStatus[status]}`);
};

/** One job in full, the answer to "what became of it" first. */
export const renderJob = ({ job, report, logs }: CommandJobView, words: Catalogue, paint: Paint): string[] => {
  const { labels, ranOf, iterations } = words.job;
  const section = sectionWriter(labels, paint);
  return [
    `${paint.bold(job.id)}  ${statusOf(job.status, words, paint)}`,
    ...(job.reason === null ? [] : section(labels.why, plainText(job.reason))),
    ...(job.followUp === null ? [] : section(labels.task, `orchestrator task show ${job.followUp}`)),
    ...section(labels.command, truncate(plainText(shellLine(job.command)), 2_000)),
    ...section(labels.where, `${oneLine(job.repo)}, ${oneLine(job.path, 1_000)}`),
    ...(report.durationMs === null ? [] : section(labels.took, duration(report.durationMs))),
    ...section(labels.logs, oneLine(logs, 1_000)),
    '',
    `${paint.bold(iterations)} ${paint.dim(ranOf(job.iterations.length, job.maxIterations))}`,
    ...job.iterations.map((iteration) => `  ${iterationLine(iteration, words, paint)}`),
  ];
};

const iterationLine = (iteration: Iteration, words: Catalogue, paint: Paint): string => {
  const { index, startedAt, endedAt, exitCode } = iteration;
  const ended = exitCode === null ? words.job.cutOff : words.report.exitCode(exitCode);
  return `${index}  ${saidBy(iteration, words)}  ${paint.dim(`${ended} · ${duration(endedAt - startedAt)}`)}`;
};

const saidBy = ({ keyword, blocker, exitCode }: Iteration, { job }: Catalogue): string => {
  if (blocker !== null) return job.blocked;
  return keyword && exitCode === 0 ? job.completed : job.notCompleted;
};
