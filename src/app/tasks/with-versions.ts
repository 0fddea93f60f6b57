import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** A task and the versions that it is made in, in the order in which they began. */
export const withVersions = async ({ store }: Pick<App, 'store'>, task: Task): Promise<readonly Task[]> =>
  task.versions === null
    ? [task]
    : [task, ...(await store.tasks.inRun(task.run)).filter(({ versionOf }) => versionOf?.task === task.id)];
