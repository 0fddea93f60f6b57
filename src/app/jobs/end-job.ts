import type { Job } from '../../domain/job.ts';
import { printable } from '../../domain/text/printable.ts';
import { addAttempt, isNoUsage } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';
import { candidateAt } from '../gates/candidate-at.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import type { EndedOutcome } from './job-outcome.ts';
import { settleJob } from './settle-job.ts';

/** Records the outcome once (INV-7); false when the task no longer has this job, or this process no longer the job. */
export const endJob = async (app: App, job: Job, outcome: EndedOutcome): Promise<boolean> => {
  const endedAt = app.clock.now();
  const { status, exitCode } = outcome;
  // What an attempt used that was cut off stands in the job already.
  const usage = addAttempt(job.usage, outcome.usage);
  // A command of the person's own need not say it; an agent that does not has a log that cannot be read.
  if (status === 'succeeded' && isNoUsage(usage) && app.worker.kind !== 'command')
    app.log.warn({ job: job.id, log: job.log }, 'the log of a worker does not say what it used');
  // Whatever a worker printed may stand in it, and the lead and the report read it.
  const summary = printable(outcome.summary);
  const ended = { status, summary, exitCode, usage, endedAt };
  const left = status === 'succeeded' ? await leftOn(app, job.task) : null;
  const event = { type: 'job-ended', job: job.id, status, reason: summary, left } as const;
  const accepted = await settleJob(app, job, event, { taken: ended, refused: ended });
  if (accepted === null) return false;
  app.progress.emit({
    type: 'job-ended',
    job: job.id,
    task: job.task,
    status,
    summary,
    durationMs: endedAt - (job.startedAt ?? endedAt),
    usage: outcome.usage,
  });
  return accepted;
};

/** Where a job that succeeded left the branch; null where there is none. */
const leftOn = async (app: App, taskId: string) => {
  const task = await app.store.tasks.get(taskId);
  if (task === null) return null;
  const head = await app.git.resolve(app.settings.layout.mainPath, `refs/heads/${task.branch}`);
  if (head === null) return null;
  const candidate = await candidateAt(app, pipelineOf(app, task), task, head);
  return { from: task.head ?? head, head, candidate };
};
