import type { CommandJob } from '../../domain/command-job/command-job.ts';
import { isStateConflict, OrchestratorError } from '../../domain/errors.ts';
import { isActive } from '../../domain/job.ts';
import type { App } from '../app.ts';
import { showCommandJob } from './look-at-command-jobs.ts';
import { saveCommandJob } from './save-command-job.ts';

type Needs = Pick<App, 'store' | 'files' | 'settings' | 'clock' | 'approver'>;

/** Whoever runs it saves it seldom; more tries than that mean a fault of ours. */
const TRIES = 8;

/**
 * Calls a job off. Whoever runs it notices, and ends its command. Rejects with `unknown-job`, and with `nothing-waits` for one that
 * has come to its end.
 */
export const cancelCommandJob = async (app: Needs, id: string): Promise<CommandJob> => {
  for (let tries = 1; ; tries += 1) {
    const { job } = await showCommandJob(app, id);
    if (!isActive(job.status)) {
      throw new OrchestratorError(
        'nothing-waits',
        `${id} has come to its end already: it is ${job.status}.`,
        `See \`orchestrator job show ${id}\`.`,
      );
    }
    const reason = `cancelled by ${app.approver}`;
    try {
      return await saveCommandJob(app, job, { status: 'cancelled', reason, endedAt: app.clock.now() });
    } catch (error) {
      if (!isStateConflict(error) || tries >= TRIES) throw error;
    }
  }
};
