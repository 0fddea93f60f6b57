import type { CommandJob } from '../../domain/command-job.ts';
import { isStoreFailure } from '../../domain/errors.ts';
import { findingsOf, type Leftovers } from '../../domain/leftovers.ts';
import type { NextStep } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { reasonFor } from '../tasks/fault.ts';
import { recordFollowUp } from '../tasks/record-follow-up.ts';
import { leftoversSince } from './checkout-state.ts';
import { followUpOf } from './follow-up-of.ts';
import { saveCommandJob } from './save-command-job.ts';

/**
 * Records how a job ended. One that leaves its repository dirty, or changed tests that are protected, is blocked whatever it said
 * itself (KB-11, KB-22); what it left stays where it is, and one task is made of it (INV-9).
 * @param job with all of its iterations
 */
export const endCommandJob = async (
  app: App,
  job: CommandJob,
  own: Extract<NextStep, { type: 'end' }>,
): Promise<CommandJob> => {
  const found = job.before === null ? NOTHING : await leftoversSince(app, job.path, job.before);
  const leftovers = job.protectsTests ? found : { ...found, tests: [] };
  const findings = findingsOf(leftovers);
  const ended = { iterations: job.iterations, endedAt: app.clock.now() };
  if (findings.length === 0) return saveCommandJob(app, job, { ...ended, status: own.status, reason: own.reason });
  const blocked = (...also: readonly string[]): Partial<CommandJob> => ({
    ...ended,
    status: 'blocked',
    reason: [...findings, ...(own.reason === null ? [] : [own.reason]), ...also].join('; '),
  });
  try {
    return await recordFollowUp(app, await followUpOf(app, job, leftovers), (followUp, changes) =>
      saveCommandJob(app, job, { ...blocked(), followUp }, changes),
    );
  } catch (error) {
    if (isStoreFailure(error)) throw error;
    const why = reasonFor(app, error, { job: job.id });
    return saveCommandJob(app, job, blocked(`no task could be made of it: ${why}`));
  }
};

const NOTHING: Leftovers = { dirty: [], tests: [] };
