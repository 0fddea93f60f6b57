import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { App } from '../app.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { ensureTaskWorktree, type MadeWorktree } from '../worktrees/task-worktree.ts';
import { apartOf, worktreePath } from '../worktrees/worktree-path.ts';
import { messageOf } from './commit-work.ts';
import { INTERRUPTED, type JobOutcome } from './job-outcome.ts';
import { judgeRun } from './judge-run.ts';
import { launchWorker } from './launch-worker.ts';
import { prepareRun } from './prepare-run.ts';
import { appForRole } from './role-app.ts';
import { bringBack, isApart, placeApart, type Workplace } from './work-apart.ts';

const CANCELLED: JobOutcome = {
  status: 'cancelled',
  summary: 'Its task was cancelled.',
  exitCode: null,
  usage: NO_USAGE,
};

/**
 * Runs a role agent in its task's worktree and judges the run. What it did well is committed by the harness (CF-36); what its role
 * may not write is set aside, however the run ended.
 */
export const performRole = async (common: App, scope: RunScope, job: Job, task: Task): Promise<JobOutcome> => {
  const role = await common.prompts.agent(job.role);
  const app = await appForRole(common, role);
  const { mainPath } = app.settings.layout;
  if (task.head !== null) await app.git.straighten(mainPath, task.branch, task.head);
  const own = await ensureTaskWorktree(app, task);
  const pipeline = pipelineOf(app, task);
  return isApart(pipeline, task, job.role)
    ? performApart(app, scope, { job, task, role, own })
    : performAt(app, scope, { job, role, place: { task, made: own } });
};

/** The same in another worktree at the same commit; what was left there well is brought onto the task's branch. */
const performApart = async (
  app: App,
  scope: RunScope,
  { job, task, role, own }: { job: Job; task: Task; role: AgentRole; own: MadeWorktree },
): Promise<JobOutcome> => {
  const head = task.head ?? own.head;
  const path = worktreePath(app, apartOf(task).worktree);
  return app.leases.hold(path, `job ${job.id}`, async () => {
    const place = await placeApart(app, { ...task, head }, { job: job.id, role });
    const outcome = await performAt(app, scope, { job, role, place });
    await app.git.straighten(own.path, task.branch, head);
    if (outcome.status === 'succeeded')
      await bringBack(app, pipelineOf(app, task), task, { path: own.path, place, message: messageOf(task, role) });
    return outcome;
  });
};

const performAt = async (
  app: App,
  scope: RunScope,
  order: { job: Job; role: AgentRole; place: Workplace },
): Promise<JobOutcome> => {
  const run = await prepareRun(app, scope, order);
  const end = await launchWorker(app, scope, run);
  if (end.reason !== 'aborted') return judgeRun(app, run, end);
  return scope.signal.aborted ? INTERRUPTED : CANCELLED;
};
