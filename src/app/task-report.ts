import type { Job } from '../domain/job.ts';
import type { TaskReport } from '../domain/report.ts';
import { reasonOf, type Task } from '../domain/task.ts';
import type { App } from './app.ts';

/** A task as the report and `task show --json` print it. */
export const taskReport = (task: Task, jobs: readonly Job[]): TaskReport => ({
  id: task.id,
  title: task.title,
  branch: task.branch,
  worktree: task.worktree,
  stage: task.stage,
  status: task.state.status,
  attempts: task.attempts.developer ?? 0,
  verdicts: task.verdicts.map(({ gate, outcome, reason }) => ({ gate, outcome, reason })),
  merge: task.state.status === 'merged' ? { commit: task.state.commit } : null,
  slug: task.slug,
  pipeline: task.pipeline,
  owner: 'owner' in task.state ? task.state.owner : null,
  reason: reasonOf(task.state),
  jobs: jobs.map(({ id, role, status, exitCode, log }) => ({ job: id, role, status, exitCode, log })),
});

/** The reports of all tasks given, each with its jobs. */
export const taskReports = (app: Pick<App, 'store'>, tasks: readonly Task[]): Promise<readonly TaskReport[]> =>
  Promise.all(tasks.map(async (task) => taskReport(task, await app.store.jobs.ofTask(task.id))));
