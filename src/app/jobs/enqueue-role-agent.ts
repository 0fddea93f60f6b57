import { OrchestratorError } from '../../domain/errors.ts';
import type { App } from '../app.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { unmergedOf } from '../tasks/dependencies-of.ts';
import { findTask } from '../tasks/find-task.ts';

/**
 * Queues a role agent for a task; a job of that role that is queued or running already is returned instead.
 * Rejects with `prompt-invalid` for an unknown role and with `usage` when the task takes no work.
 */
export const enqueueRoleAgent = async (
  app: App,
  order: { run: string; task: string; role: string; instructions: string },
): Promise<{ job: string; waitsFor: string | null }> => {
  await app.prompts.agent(order.role);
  const task = await findTask(app, order.task, order.run);
  if (task.activeJob?.role === order.role) {
    const active = await app.store.jobs.get(task.activeJob.job);
    return { job: task.activeJob.job, waitsFor: active?.waitsFor ?? null };
  }
  const job = `J-${await app.store.nextNumber('job')}`;
  const applied = await applyTransition(app, task.id, {
    type: 'job-requested',
    job,
    role: order.role,
    instructions: order.instructions,
    unmerged: await unmergedOf(app.store, task),
  });
  if (!applied.accepted) {
    throw new OrchestratorError(
      'usage',
      `${order.role} was not started: ${applied.reason}.`,
      'See the task with read_verdict, or wait for its job.',
    );
  }
  const queued = await app.store.jobs.get(job);
  app.progress.emit({ type: 'job-queued', job, task: task.id, role: order.role, waitsFor: queued?.waitsFor ?? null });
  return { job, waitsFor: queued?.waitsFor ?? null };
};
