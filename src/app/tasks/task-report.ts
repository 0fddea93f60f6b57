import type { Job } from '../../domain/job.ts';
import type { TaskReport } from '../../domain/report.ts';
import { reworkReason } from '../../domain/rework.ts';
import { isUnfinished, type Run } from '../../domain/run.ts';
import { ownerOf, reasonOf, type Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { jobsOf } from './jobs-of.ts';

/**
 * A task as the report and `task show --json` print it.
 * @param run the task's; null where it is not at hand, and then nobody drives the task but a person
 */
export const taskReport = (task: Task, jobs: readonly Job[], run: Pick<Run, 'status'> | null = null): TaskReport => ({
  id: task.id,
  title: task.title,
  branch: task.branch,
  worktree: task.worktree,
  stage: task.stage,
  status: task.state.status,
  // Whoever carries it out: in the strict stages that is the executor.
  attempts: task.attempts.developer ?? task.attempts.executor ?? 0,
  verdicts: task.verdicts.map(({ gate, outcome, reason }) => ({ gate, outcome, reason })),
  merge: task.state.status === 'merged' ? { commit: task.state.commit } : null,
  slug: task.slug,
  pipeline: task.pipeline,
  owner: ownerOf(task, run !== null && isUnfinished(run)),
  reason: reasonOf(task.state) ?? reworkReason(task),
  jobs: jobs.map(({ id, role, status, exitCode, log }) => ({ job: id, role, status, exitCode, log })),
});

/** The reports of all tasks given, each with its jobs. */
export const taskReports = (app: Pick<App, 'store'>, tasks: readonly Task[]): Promise<readonly TaskReport[]> =>
  Promise.all(tasks.map((task) => reportOf(app, task)));

/** A task as it stands in the store, with the jobs of its versions. */
export const reportOf = async (app: Pick<App, 'store'>, task: Task): Promise<TaskReport> => {
  const [jobs, run] = await Promise.all([jobsOf(app, task), app.store.runs.get(task.run)]);
  return taskReport(task, jobs, run);
};
