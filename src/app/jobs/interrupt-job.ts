import type { Job } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { settleJob } from './settle-job.ts';
import { usedSoFar } from './used-so-far.ts';

/**
 * Puts a job that was cut off back into the queue; its next attempt, and nobody else, is told what it finds.
 * @param interruptions how often a crash has hit it, this time included
 */
export const interruptJob = async (app: App, job: Job, reason: string, interruptions: number): Promise<void> => {
  const usage = await usedSoFar(app, job);
  const hasRun = (await app.store.tasks.get(job.task))?.state.status === 'running';
  const instructions = hasRun ? withNote(job.instructions) : job.instructions;
  const queued: Partial<Job> = {
    status: 'queued',
    startedAt: null,
    claimedBy: null,
    interruptions,
    usage,
    instructions,
  };
  const event = { type: 'job-interrupted', job: job.id, reason } as const;
  await settleJob(app, job, event, { taken: queued, refused: { usage, endedAt: app.clock.now() } });
};

const CUT_OFF = 'An earlier run of this work was cut off; what it left uncommitted is still in the worktree.';

/** Said once, however often it was cut off. */
const withNote = (instructions: string): string => {
  if (instructions.includes(CUT_OFF)) return instructions;
  return instructions.trim() === '' ? CUT_OFF : `${instructions}\n\n${CUT_OFF}`;
};
