import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';

/** All jobs of a task, and of the versions that it is made in, in the order in which they were queued. */
export const jobsOf = async ({ store }: Pick<App, 'store'>, task: Task): Promise<readonly Job[]> => {
  if (task.versions === null) return store.jobs.ofTask(task.id);
  const versions = (await store.tasks.inRun(task.run)).filter(({ versionOf }) => versionOf?.task === task.id);
  const jobs = await Promise.all([task, ...versions].map(({ id }) => store.jobs.ofTask(id)));
  return jobs.flat().toSorted((a, b) => a.createdAt - b.createdAt);
};
