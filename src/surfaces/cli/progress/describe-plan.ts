import type { Paint } from '../text/paint.ts';
import { oneLine } from '../text/plain-text.ts';
import { counted } from '../text/quantities.ts';
import { width } from '../text/table.ts';
import { type PlannedTask, planTree } from './plan-tree.ts';

/** The plan for people: a heading and a tree with what each task is and what it waits for. */
export const describePlan = (summary: string, tasks: readonly PlannedTask[], paint: Paint): string[] => {
  const lines = planTree(tasks).map(({ branch, task, after }) => ({
    head: `${branch}${task.id} ${oneLine(task.slug, 40)}`,
    title: oneLine(task.title, 70),
    after,
  }));
  const column = Math.max(0, ...lines.map(({ head }) => width(head)));
  const about = oneLine(summary, 160);
  return [
    `${paint.bold('Plan')} · ${counted(tasks.length, 'task')}${about === '' ? '' : paint.dim(` · ${about}`)}`,
    ...lines.map(({ head, title, after }) =>
      ` ${head.padEnd(column)}  ${title}${after === '' ? '' : paint.dim(`  ${after}`)}`.trimEnd(),
    ),
  ];
};
