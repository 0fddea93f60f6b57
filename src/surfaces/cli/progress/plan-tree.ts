import { oneLine } from '../text/plain-text.ts';

export interface PlannedTask {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly dependsOn: readonly string[];
}

/** A line of the tree: where it hangs, and what hangs there. */
export interface TreeLine {
  readonly branch: string;
  readonly task: PlannedTask;
  /** `after T-1, T-2`; empty for a task that needs no other. */
  readonly after: string;
}

/**
 * The plan as a tree: a task hangs under the last of the tasks that it waits for, and names all of them. A task that names
 * itself or an unknown one still gets its line.
 */
export const planTree = (tasks: readonly PlannedTask[]): TreeLine[] => {
  const ids = new Set(tasks.map(({ id }) => id));
  const parents = new Map(
    tasks.map(({ id, dependsOn }) => [id, dependsOn.findLast((other) => ids.has(other) && other !== id)]),
  );
  const drawn = new Set<string>();
  const draw = (task: PlannedTask, own: string, below: string): TreeLine[] => {
    if (drawn.has(task.id)) return [];
    drawn.add(task.id);
    const children = tasks.filter(({ id }) => parents.get(id) === task.id && !drawn.has(id));
    return [
      {
        branch: own,
        task,
        after: task.dependsOn.length === 0 ? '' : `after ${task.dependsOn.map((id) => oneLine(id)).join(', ')}`,
      },
      ...children.flatMap((child, index) =>
        index === children.length - 1
          ? draw(child, `${below}└─ `, `${below}   `)
          : draw(child, `${below}├─ `, `${below}│  `),
      ),
    ];
  };
  const roots = tasks.filter(({ id }) => parents.get(id) === undefined);
  // A cycle has no root; its tasks are drawn from whichever comes first.
  return [...roots, ...tasks].flatMap((task) => draw(task, '', ''));
};
