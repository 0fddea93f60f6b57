import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { isStoreFailure } from '../../domain/errors.ts';
import { findingsOf, type Leftovers } from '../../domain/worker/leftovers.ts';
import type { NextStep } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { failureReason } from '../tasks/failure-reason.ts';
import { recordFollowUp } from '../tasks/record-follow-up.ts';
import { leftoversSince } from './checkout-state.ts';
import { followUpOf } from './follow-up-of.ts';
import { saveCommandJob } from './save-command-job.ts';

/**
 * Records how a job ended. One that leaves its repository dirty, or changed tests that are protected, is blocked whatever it said
 * itself (KB-11, KB-22); what it left stays where it is, and one task is made of it (INV-9).
 * @param job with all of its iterations
 * @param withFindings what it ends as where something was left behind: one that crashes cut off never had the time to clean up
 */
export const endCommandJob = async (
  app: App,
  job: CommandJob,
  own: Extract<NextStep, { type: 'end' }>,
  withFindings: 'blocked' | 'failed' = 'blocked',
): Promise<CommandJob> => {
  const found = await leftBehind(app, job);
  const ended = { iterations: job.iterations, endedAt: app.clock.now() };
  // What cannot be looked at is not known to be clean (INV-13); that its command ran is told all the same.
  if (typeof found === 'string') {
    const reason = own.reason === null ? found : `${own.reason}; ${found}`;
    return saveCommandJob(app, job, { ...ended, status: 'failed', reason });
  }
  const leftovers = job.protectsTests ? found : { ...found, tests: [] };
  const findings = findingsOf(leftovers);
  if (findings.length === 0) return saveCommandJob(app, job, { ...ended, status: own.status, reason: own.reason });
  const blocked = (...also: readonly string[]): Partial<CommandJob> => ({
    ...ended,
    status: withFindings,
    reason: [...findings, ...(own.reason === null ? [] : [own.reason]), ...also].join('; '),
  });
  try {
    return await recordFollowUp(app, await followUpOf(app, job, leftovers), (followUp, changes) =>
      saveCommandJob(app, job, { ...blocked(), followUp }, changes),
    );
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    const why = failureReason(app, error, { job: job.id });
    return saveCommandJob(app, job, blocked(`no task could be made of it: ${why}`));
  }
};

/** What the job left, or why that cannot be seen: its command may have taken the repository away. */
const leftBehind = async (app: App, { id, path, before }: CommandJob): Promise<Leftovers | string> => {
  if (before === null) return { dirty: [], tests: [] };
  try {
    return await leftoversSince(app, path, before);
  } catch (error) {
    return failureReason(app, error, { job: id });
  }
};
