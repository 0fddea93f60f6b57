import { createHash } from 'node:crypto';
import type { Plan } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { inOrder } from '../../engine/plan/order.ts';

/** The tasks of a plan before anything was done for them, in the order of the plan. */
export const newItems = (plan: Plan, run: string): readonly PlanItem[] => {
  const digests = digestsOf(plan);
  return plan.tasks.map(({ id, dependsOn, worktree, branch }, position) => ({
    run,
    id,
    position,
    dependsOn,
    digest: digests.get(id) ?? '',
    status: 'planned',
    attempts: 0,
    reason: null,
    exitCode: null,
    branch,
    worktree,
    base: null,
    head: null,
    task: null,
    startedAt: null,
    endedAt: null,
    durationMs: 0,
  }));
};

const DIGEST_BYTES = 10;

/** What a task does, where, and after what: a change of what it is built on makes it another one too. */
const digestsOf = (plan: Plan): ReadonlyMap<string, string> => {
  const digests = new Map<string, string>();
  for (const task of inOrder(plan)) {
    const { work, worktree, branch, env, dependsOn } = task;
    const before = dependsOn.map((id) => digests.get(id));
    const text = JSON.stringify([work, worktree, branch, env, before, plan.delivery]);
    // A part of a text would keep the whole of it in memory, ten thousand times.
    digests.set(task.id, createHash('sha256').update(text).digest().toString('hex', 0, DIGEST_BYTES));
  }
  return digests;
};
