import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { isStateConflict, isStoreFailure, OrchestratorError } from '../../domain/errors.ts';
import { afterIteration } from '../../engine/command-job.ts';
import type { App } from '../app.ts';
import { failureReason } from '../tasks/failure-reason.ts';
import { watchUntil } from '../watch-until.ts';
import { checkoutState } from './checkout-state.ts';
import { endCommandJob } from './end-command-job.ts';
import { runIteration } from './run-iteration.ts';
import { saveCommandJob } from './save-command-job.ts';

/**
 * Runs a claimed job to its end, iteration by iteration, alone in its checkout (INV-15). When the signal aborts, what runs is ended
 * and the job goes back into the queue: what was cut off runs again and counts as no iteration (INV-7).
 * Rejects with what the store rejects with.
 * @returns the job as it was saved last, or as somebody called it off; null when others have taken it over
 */
export const runCommandJob = async (app: App, claimed: CommandJob, stop: AbortSignal): Promise<CommandJob | null> => {
  // Somebody may call it off from another terminal.
  const cancel = watchUntil(
    app.clock,
    async () => (await app.store.commandJobs.get(claimed.id))?.status === 'cancelled',
  );
  const ended = AbortSignal.any([stop, cancel.signal]);
  try {
    return await app.leases.hold(claimed.path, `job ${claimed.id}`, () => iterate(app, claimed, ended));
  } catch (error) {
    const present = await app.store.commandJobs.get(claimed.id);
    const isOurs = present?.status === 'running' && present.claimedBy === claimed.claimedBy;
    if (isStateConflict(error) && present?.status === 'cancelled') return tellEnd(app, present);
    if (isStateConflict(error) && !isOurs) {
      app.log.warn({ job: claimed.id }, 'not recorded: others have taken this job over');
      return null;
    }
    if (isStoreFailure(error) || present === null || !isOurs) throw error;
    if (stop.aborted) return putBack(app, present);
    const reason = failureReason(app, error, { job: claimed.id });
    return tellEnd(app, await saveCommandJob(app, present, { status: 'failed', reason, endedAt: app.clock.now() }));
  } finally {
    await cancel.stop();
  }
};

const iterate = async (app: App, claimed: CommandJob, stop: AbortSignal): Promise<CommandJob> => {
  let job = await begin(app, claimed);
  for (;;) {
    tell(app, `${job.id} in ${job.repo}: iteration ${job.iterations.length + 1} of ${job.maxIterations}`);
    const done = stop.aborted ? null : await runIteration(app, job, stop);
    if (done === null) return putBack(app, job);
    const iterations = [...job.iterations, done.iteration];
    const next = afterIteration({ ...job, iterations }, done.end);
    if (next.type === 'end') return tellEnd(app, await endCommandJob(app, { ...job, iterations }, next));
    job = await saveCommandJob(app, job, { iterations });
  }
};

/** One that goes on after a crash is compared with what its first iteration found. */
const begin = async (app: App, job: CommandJob): Promise<CommandJob> => {
  const { path, before, startedAt } = job;
  if (!(await app.files.isDirectory(path)))
    throw new OrchestratorError('not-a-repository', `${path} is not there any more.`, 'See `orchestrator repo check`.');
  return saveCommandJob(app, job, {
    before: before ?? (await checkoutState(app, path)),
    startedAt: startedAt ?? app.clock.now(),
    reason: null,
  });
};

const putBack = (app: App, job: CommandJob): Promise<CommandJob> =>
  saveCommandJob(app, job, { status: 'queued', claimedBy: null });

const tell = (app: Pick<App, 'progress'>, text: string, level: 'info' | 'warning' = 'info'): void =>
  app.progress.emit({ type: 'notice', level, text });

const tellEnd = (app: Pick<App, 'progress'>, job: CommandJob): CommandJob => {
  const why = job.reason === null ? '' : `: ${job.reason}`;
  const next = job.followUp === null ? '' : `; ${job.followUp} was made for it and waits for you`;
  tell(app, `${job.id} ${job.status}${why}${next}`, job.status === 'succeeded' ? 'info' : 'warning');
  return job;
};
