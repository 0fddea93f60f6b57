import type { Job } from '../../domain/job.ts';
import type { TaskEvent } from '../../domain/task-event.ts';
import type { App } from '../app.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { saveHeld, whileHeld } from './job-claim.ts';

/** What is saved of a job, by whether its task takes the event. */
interface JobPatches {
  readonly taken: Partial<Job>;
  /** Its task has no use for the job any more: it is cancelled, and this is saved besides. */
  readonly refused: Partial<Job>;
}

/**
 * Tells a job's task what became of the job, and saves both in one transaction while this process holds its claim (INV-7).
 * @returns whether the task took the event; null when the claim was lost, and then nothing was changed
 */
export const settleJob = (
  app: App,
  job: Job,
  event: TaskEvent,
  { taken, refused }: JobPatches,
): Promise<boolean | null> =>
  whileHeld(app, job, async () => {
    const { accepted } = await applyTransition(app, job.task, event, async () => [await saveHeld(app, job, taken)]);
    if (!accepted) await app.store.commit([await saveHeld(app, job, { ...refused, status: 'cancelled' })]);
    return accepted;
  });
