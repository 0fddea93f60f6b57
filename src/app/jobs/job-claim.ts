import type { Job } from '../../domain/job.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';

type Needs = Pick<App, 'store' | 'log'>;

/** The job has its outcome, or others gave this process up and took it over: what it still has to say comes too late. */
class ClaimLost extends Error {
  override readonly name = 'ClaimLost';
}

/**
 * The change of a job while this claim on it holds: the same process has it since the same moment. A person may have cancelled it
 * meanwhile. Call it inside `whileHeld`, anew for each try.
 */
export const saveHeld = async (app: Pick<App, 'store'>, claimed: Job, patch: Partial<Job>): Promise<Change> => {
  const present = await app.store.jobs.get(claimed.id);
  const isSameClaim = present?.claimedBy === claimed.claimedBy && present.startedAt === claimed.startedAt;
  if (isSameClaim && (present.status === 'running' || present.status === 'cancelled'))
    return { type: 'save-job', job: { ...present, ...patch } };
  throw new ClaimLost(`${claimed.id} is no longer the job of ${claimed.claimedBy ?? 'nobody'}`);
};

/** Does what needs the claim on a job; null when it was lost, and then nothing was changed and the log says so. */
export const whileHeld = async <T>(app: Needs, claimed: Job, work: () => Promise<T>): Promise<T | null> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error;
    app.log.warn({ job: claimed.id, orchestrator: claimed.claimedBy }, `not recorded: ${error.message}`);
    return null;
  }
};
