import type { Plan, PlanTask } from '../../domain/plan/plan.ts';
import { createSchedule } from './schedule.ts';

/** The tasks of a plan in the order in which they would run one after another, all of them ending well. */
export const inOrder = ({ tasks }: Pick<Plan, 'tasks'>): readonly PlanTask[] => {
  const byId = new Map(tasks.map((task) => [task.id, task]));
  const schedule = createSchedule(tasks, new Set());
  const ordered: PlanTask[] = [];
  for (let id = schedule.next(); id !== null; id = schedule.next()) {
    const task = byId.get(id);
    if (task !== undefined) ordered.push(task);
    schedule.ended(id, true);
  }
  return ordered;
};
