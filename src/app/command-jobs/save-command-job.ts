import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Change } from '../../ports/store.ts';
import type { App } from '../app.ts';
import { writeArtifacts } from './artifacts.ts';

type Needs = Pick<App, 'store' | 'files' | 'settings'>;

/**
 * Saves the next state of a job, with what belongs to it in the same transaction. The artifacts come first: where a crash comes
 * between, the job is not at its end for the store and both are written again (INV-7).
 * @param job as it was read or saved last. Rejects with `state-conflict` where somebody else has saved it since
 */
export const saveCommandJob = async (
  app: Needs,
  job: CommandJob,
  patch: Partial<CommandJob>,
  also: readonly Change[] = [],
): Promise<CommandJob> => {
  const next = { ...job, ...patch };
  await assertPresent(app, job);
  await writeArtifacts(app, next);
  try {
    await app.store.commit([{ type: 'save-command-job', job: next }, ...also]);
  } catch (error) {
    const present = await app.store.commandJobs.get(job.id);
    if (present !== null) await writeArtifacts(app, present);
    throw error;
  }
  return { ...next, version: job.version + 1 };
};

/** The artifacts belong to whoever has the job now. */
const assertPresent = async (app: Needs, { id, version }: CommandJob): Promise<void> => {
  if ((await app.store.commandJobs.get(id))?.version === version) return;
  throw new OrchestratorError(
    'state-conflict',
    `${id} was taken over by another process.`,
    'Nothing is to be done: that one goes on with it.',
  );
};
