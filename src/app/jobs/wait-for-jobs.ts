import { nextLook } from '../../domain/checks/waits-for-ci.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import { isActive, type Job } from '../../domain/job.ts';
import type { TaskStatus } from '../../domain/task.ts';
import type { App } from '../app.ts';
import type { JobPump } from './job-pump.ts';

/** Looked at this often besides, since a person's command line may cancel a job behind our back. */
const LOOK_EVERY_MS = 5_000;

/** A task that stands still until somebody acts on it. */
export interface StandingTask {
  readonly task: string;
  readonly status: TaskStatus;
  readonly owner: string;
  readonly reason: string;
}

export interface JobNews {
  readonly jobs: readonly Job[];
  readonly standing: readonly StandingTask[];
}

/**
 * Waits until one of the jobs has ended and its task's gates have answered; returns at once when one has that was not told
 * before, or when none can end before somebody acts.
 * @param names job ids; null for all of the run, and then steps between two jobs are waited for too
 * @param told ids of ended jobs that the lead has seen; grows with what is returned
 */
export const waitForJobs = async (
  app: Pick<App, 'store' | 'clock'>,
  pump: Pick<JobPump, 'kick' | 'ends' | 'nextEnd' | 'isBusy' | 'isInHand'>,
  order: Order & { timeoutMs: number; signal: AbortSignal; told: Set<string> },
): Promise<JobNews> => {
  const deadline = app.clock.now() + order.timeoutMs;
  for (;;) {
    // Asked before the store is: what ends after this look is noticed by the wait below.
    const seen = pump.ends();
    await pump.kick();
    const { jobs, ended, mayEnd } = await lookAtJobs(app, pump, order);
    const hasNews = ended.some((job) => !order.told.has(job.id));
    const left = deadline - app.clock.now();
    if (hasNews || !mayEnd || left <= 0 || order.signal.aborted) {
      for (const { id } of ended) order.told.add(id);
      return { jobs, standing: await standingTasks(app, order.run) };
    }
    await pump.nextEnd(seen, Math.min(left, LOOK_EVERY_MS), order.signal);
  }
};

interface Order {
  readonly run: string;
  readonly names: readonly string[] | null;
}

/** The jobs that are waited for, those of them that have ended, and whether one can end before somebody acts. */
const lookAtJobs = async (
  { store }: Pick<App, 'store'>,
  pump: Pick<JobPump, 'isBusy' | 'isInHand'>,
  { run, names }: Order,
): Promise<{ jobs: readonly Job[]; ended: readonly Job[]; mayEnd: boolean }> => {
  const isBusy = pump.isBusy();
  const all = await store.jobs.inRun(run);
  const jobs = names === null ? all : namedJobs(all, names);
  const ended = jobs.filter((job) => !isActive(job.status) && !pump.isInHand(job));
  // A job that waits for a merge ends after it, and the engine may be on its way to that merge.
  const isMoving = isBusy || all.some((job) => isActive(job.status) && job.waitsFor === null);
  const isWanted = names === null || jobs.length > ended.length;
  const waitsForCi = names === null && (await store.tasks.inRun(run)).some((task) => nextLook(task) !== null);
  return { jobs, ended, mayEnd: waitsForCi || (isMoving && isWanted) };
};

const standingTasks = async (app: Pick<App, 'store'>, run: string): Promise<readonly StandingTask[]> =>
  (await app.store.tasks.inRun(run)).flatMap(({ id, state }) =>
    state.status === 'waiting' || state.status === 'blocked'
      ? [{ task: id, status: state.status, owner: state.owner, reason: state.reason }]
      : [],
  );

const namedJobs = (all: readonly Job[], names: readonly string[]): readonly Job[] =>
  names.map((name) => {
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
