import type { Job } from '../../domain/job.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';
import { newJob } from '../jobs/new-job.ts';
import { baseCommit } from '../merge/base-commit.ts';
import type { Integration } from '../merge/integrate.ts';
import { loadRun } from '../runs/save-run.ts';
import { findTask } from '../tasks/find-task.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { stageAskedFor, type TransitionAnswer } from '../tasks/request-transition.ts';
import { listWorktrees } from '../worktrees/list-worktrees.ts';
import type { MadeWorktree } from '../worktrees/task-worktree.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';

/** What everything answers that would have changed something (INV-11). */
const DRY = 'dry run: nothing was done';

/**
 * A role agent that is not started: its job ends at once as succeeded. Refusals stay refusals.
 * @returns the job's id
 */
export const rehearseRoleAgent = async (
  app: App,
  order: { run: string; task: string; role: string; instructions: string },
): Promise<string> => {
  await app.prompts.agent(order.role);
  const task = await findTask(app, order.task, order.run);
  const queued = newJob(app, {
    ...order,
    ...{ id: `J-${await app.store.nextNumber('job')}`, queue: order.run, task: task.id },
    ...{ priority: 0, worker: null, waitsFor: null },
  });
  const { createdAt: at } = queued;
  const job: Job = { ...queued, status: 'succeeded', summary: 'dry run', log: '', startedAt: at, endedAt: at };
  await app.store.commit([{ type: 'insert-job', job }]);
  app.progress.emit({ type: 'job-queued', job: job.id, task: task.id, role: job.role, waitsFor: null });
  app.progress.emit({
    type: 'job-ended',
    job: job.id,
    task: task.id,
    status: job.status,
    summary: job.summary,
    durationMs: 0,
    usage: NO_USAGE,
  });
  return job.id;
};

/** The worktree as it would be made; one that is there is named as it is. */
export const rehearseWorktree = async (
  app: App,
  run: string,
  wanted: { worktree: string; branch: string; base: string | null },
): Promise<MadeWorktree> => {
  const path = worktreePath(app, wanted.worktree);
  const existing = (await listWorktrees(app)).find(({ worktree }) => worktree === wanted.worktree);
  const head = existing?.head ?? (await baseCommit(app, await loadRun(app, run), wanted.base));
  return { worktree: wanted.worktree, path, branch: existing?.branch ?? wanted.branch, head, created: false };
};

/** A removal that is not carried out. */
export const rehearseRemoval = async (app: App, worktree: string): Promise<{ removed: false; reason: string }> => {
  const known = (await listWorktrees(app)).some((view) => view.worktree === worktree);
  return { removed: false, reason: known ? DRY : `there is no worktree ${worktree}` };
};

/** Gates are pending in a dry run, so that nothing moves on. */
export const rehearseTransition = async (
  app: App,
  order: { run: string; task: string; to: string | null },
): Promise<TransitionAnswer> => {
  const task = await findTask(app, order.task, order.run);
  const to = stageAskedFor(pipelineOf(app, task), task, order.to);
  return { from: task.stage, to, allowed: false, reason: 'dry run: the gates are pending' };
};

/** A merge that is not built; rejects with `unknown-task`. */
export const rehearseMerge = async (app: App, order: { run: string; task: string }): Promise<Integration> => {
  await findTask(app, order.task, order.run);
  return { merged: false, commit: null, reason: DRY, conflicts: [], checks: [] };
};
