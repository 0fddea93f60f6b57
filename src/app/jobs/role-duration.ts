import type { Job } from '../../domain/job.ts';
import type { App } from '../app.ts';

/**
 * How long a role worked on a task, in whole seconds: what was measured, or else what the store says of its latest finished
 * run. Null when nobody knows; never rejects, for a comment without a duration is better than none.
 */
export const roleDuration = async (
  app: Pick<App, 'store' | 'log'>,
  of: { readonly task: string; readonly role: string; readonly measured: number | null },
): Promise<number | null> => {
  if (of.measured !== null) return of.measured;
  try {
    const jobs = await app.store.jobs.ofTask(of.task);
    const latest = jobs
      .filter(({ role, endedAt }) => role === of.role && endedAt !== null)
      .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
      .at(-1);
    return latest === undefined ? null : workedSeconds(latest);
  } catch (error) {
    app.log.debug({ err: error, task: of.task, role: of.role }, 'how long a role worked could not be read');
    return null;
  }
};

/** Whole seconds of a job; null for one that has not both times, or that ended before it began: the clock was set back. */
export const workedSeconds = ({ startedAt, endedAt }: Pick<Job, 'startedAt' | 'endedAt'>): number | null =>
  startedAt === null || endedAt === null || endedAt < startedAt ? null : Math.trunc((endedAt - startedAt) / 1000);
