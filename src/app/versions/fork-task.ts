import { OrchestratorError } from '../../domain/errors.ts';
import type { Task } from '../../domain/task.ts';
import { FORKS } from '../../domain/version.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { seeCandidate } from '../gates/evaluate-gates.ts';
import { findTask } from '../tasks/find-task.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { addVersions } from './begin-versions.ts';

/**
 * A person wants so many new versions of what was chosen, from its present head (KB-08). Rejects with `usage` for a number that is
 * not allowed, and with `nothing-waits` where nothing was chosen or the task cannot go back any more.
 */
export const forkTask = async (app: App, name: string, count: number): Promise<Task> => {
  if (!Number.isInteger(count) || count < FORKS.least || count > FORKS.most)
    throw new OrchestratorError(
      'usage',
      `A version is forked into ${FORKS.least} to ${FORKS.most}, not into ${count}.`,
      `Use \`orchestrator task fork ${name} ${FORKS.most}\`, say.`,
    );
  const found = await findTask(app, name, null);
  const { id, activeJob } = found;
  // Its worker holds the task until it has ended, which may take long.
  if (activeJob !== null) throw refused(found, `${activeJob.job} (${activeJob.role}) is at work on ${id}`);
  const there = await appOfRun(app, found.run);
  return there.presence.during('worker', () =>
    // Not in the middle of a merge, which would go on without its gates.
    there.leases.hold(`task ${id}`, 'fork', async () => {
      const task = await seeCandidate(there, id);
      const stage = pipelineOf(there, task).stages.find(({ versions }) => versions === 'select');
      if (stage === undefined || task.head === null) throw refused(task, `no version of ${id} has been chosen yet`);
      const order = { base: task.head, count };
      const applied = await addVersions(there, task, stage, order, (versions) => ({
        type: 'versions-forked',
        by: there.approver,
        versions,
      }));
      if (!applied.accepted) throw refused(task, applied.reason);
      return applied.task;
    }),
  );
};

const refused = ({ id }: Task, reason: string): OrchestratorError =>
  new OrchestratorError('nothing-waits', `Nothing was changed: ${reason}.`, `See \`orchestrator task show ${id}\`.`);
