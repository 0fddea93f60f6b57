import type { PlanTask } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { isSettled, type Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { applyTransition } from '../tasks/apply-transition.ts';
import { newTask } from '../tasks/new-task.ts';
import type { PlanHands } from './plan-hands.ts';

/**
 * The engine's task for one of a plan: an agent's work needs one, and so does all that goes through the gates. It is made once, in
 * the same transaction in which the plan's learns of it. The conductor of the plan stands in the lead's place.
 */
export const taskOf = async (hands: PlanHands, { id, work }: PlanTask, item: PlanItem): Promise<Task> => {
  const { app, run } = hands;
  const known = await presentTask(hands, item);
  if (known !== null) {
    if (known.id !== item.task) await hands.save({ ...item, task: known.id });
    return known;
  }
  const { worktree, branch, base } = item;
  if (worktree === null || branch === null) throw new Error(`${id} has no worktree.`);
  const name = worktree.replace(/^task-/, '');
  const fresh = newTask(app, run, {
    id: `T-${await app.store.nextNumber('task')}`,
    slug: name,
    name,
    title: id,
    prompt: work.type === 'agent' ? work.prompt : work.argv.join(' '),
    kind: 'chore',
    pipeline: run.pipeline,
    origin: 'lead',
    // The plan's own schedule sees to that.
    dependsOn: [],
    unmerged: [],
    base,
  });
  const task = { ...fresh, worktree, branch };
  await hands.save({ ...item, task: task.id }, [{ type: 'insert-task', task }]);
  return task;
};

/** Nobody would move on what an earlier attempt has left at the gates (INV-14): there is nothing to deliver any more. */
export const callOffTask = async (hands: PlanHands, { id, worktree }: PlanItem): Promise<void> => {
  const { app, items, sharing } = hands;
  const task = items.get(id)?.task ?? null;
  const others = (sharing.get(worktree ?? '') ?? []).filter((other) => other !== id);
  if (task === null || others.some((other) => items.get(other)?.task === task)) return;
  await cancelOpen(app, task, 'its plan: there is nothing to deliver');
};

/** Cancels a task of the engine that is not settled yet; `by` says who, and why. */
export const cancelOpen = async (app: App, id: string, by: string): Promise<void> => {
  const task = await app.store.tasks.get(id);
  if (task !== null && !isSettled(task.state)) await applyTransition(app, id, { type: 'cancelled', by });
};

/** Its own, or that of a task that it shares its worktree with; one that is merged or called off takes no more work. */
const presentTask = async ({ app, items, sharing }: PlanHands, item: PlanItem): Promise<Task | null> => {
  const others = sharing.get(item.worktree ?? '') ?? [];
  for (const { task } of [item, ...others.flatMap((id) => items.get(id) ?? [])]) {
    const found = task === null ? null : await app.store.tasks.get(task);
    if (found !== null && !isSettled(found.state)) return found;
  }
  return null;
};
