import type { Task } from '../../domain/task.ts';
import type { Dependency } from '../../domain/task-event.ts';
import type { Store } from '../../ports/store.ts';

/** How a task stands as somebody's dependency. A task that was sent back or is blocked may still be merged. */
export const dependencyOf = (task: Task): Dependency => ({
  task: task.id,
  slug: task.slug,
  standing: standingOf(task),
});

const standingOf = (task: Task): Dependency['standing'] => {
  switch (task.state.status) {
    case 'merged':
      return 'merged';
    case 'failed':
    case 'cancelled':
    case 'skipped':
      return 'lost';
    case 'planned':
    case 'running':
    case 'ready':
    case 'sent-back':
    case 'blocked':
    case 'waiting':
      return 'open';
  }
};

/** The dependencies of a task that are not merged, in the order in which it names them. */
export const unmergedOf = async (store: Pick<Store, 'tasks'>, task: Task): Promise<readonly Dependency[]> => {
  const found = await Promise.all(task.dependsOn.map((id) => store.tasks.get(id)));
  return found
    .filter((dependency) => dependency !== null)
    .map(dependencyOf)
    .filter((dependency) => dependency.standing !== 'merged');
};
