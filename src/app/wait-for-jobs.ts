import { OrchestratorError } from '../domain/errors.ts';
import { isActive, type Job } from '../domain/job.ts';
import type { App } from './app.ts';
import type { JobPump } from './job-pump.ts';

/** Looked at this often besides, since a person's command line may cancel a job behind our back. */
const LOOK_EVERY_MS = 5_000;

/**
 * Waits until one of the jobs ends; returns at once when one has ended that was not told before, or when none can end.
 * @param names job ids; null for all of the run
 * @param told ids of ended jobs that the lead has seen; grows with what is returned
 */
export const waitForJobs = async (
  app: Pick<App, 'store' | 'clock'>,
  pump: Pick<JobPump, 'kick' | 'nextEnd' | 'isBusy'>,
  order: { run: string; names: readonly string[] | null; timeoutMs: number; signal: AbortSignal; told: Set<string> },
): Promise<readonly Job[]> => {
  const deadline = app.clock.now() + order.timeoutMs;
  for (;;) {
    pump.kick();
    const jobs = await namedJobs(app, order.run, order.names);
    const news = jobs.filter((job) => !isActive(job.status) && !order.told.has(job.id));
    const left = deadline - app.clock.now();
    if (news.length > 0 || !(jobs.some(mayEnd) || pump.isBusy()) || left <= 0 || order.signal.aborted) {
      for (const job of jobs) if (!isActive(job.status)) order.told.add(job.id);
      return jobs;
    }
    await pump.nextEnd(Math.min(left, LOOK_EVERY_MS), order.signal);
  }
};

/** A job that waits for a merge cannot end before the lead, who waits here, has merged. */
const mayEnd = (job: Job): boolean => isActive(job.status) && job.waitsFor === null;

const namedJobs = async (
  app: Pick<App, 'store'>,
  run: string,
  names: readonly string[] | null,
): Promise<readonly Job[]> => {
  const all = await app.store.jobs.inRun(run);
  if (names === null) return all;
  return names.map((name) => {
    const job = all.find((candidate) => candidate.id === name);
    if (job !== undefined) return job;
    throw new OrchestratorError(
      'unknown-job',
      `There is no job "${name}" in this run.`,
      all.length === 0
        ? 'Start one with enqueue_role_agent.'
        : `Known: ${all
            .slice(-20)
            .map(({ id }) => id)
            .join(', ')}.`,
    );
  });
};
