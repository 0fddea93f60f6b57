import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { RunReport, TaskReport } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { taskReport } from '../tasks/task-report.ts';

/** The parts of a report that tell the tasks of a plan: its own ids, and of the engine's tasks behind them what the gates said. */
export const planReport = async (
  app: Pick<App, 'store'>,
  run: Run,
  tasks: readonly Task[],
  tests: RunReport['tests'],
  known: readonly PlanItem[] | undefined,
): Promise<Pick<RunReport, 'plan' | 'tasks' | 'tests'>> => {
  const [items, jobs] = await Promise.all([known ?? app.store.planItems.inRun(run.id), app.store.jobs.inRun(run.id)]);
  const jobsOf = Map.groupBy(jobs, ({ task }) => task);
  const behind = new Map(tasks.map((task) => [task.id, taskReport(task, jobsOf.get(task.id) ?? [], run)]));
  const names = new Map(items.map(({ id, task }) => [task, id]));
  return {
    tests: tests.map((test) => ({ ...test, task: names.get(test.task) ?? test.task })),
    plan: items.map(({ id, dependsOn }) => ({ id, title: id, dependsOn })),
    tasks: items.map((item) => reportOf(item, run, item.task === null ? null : (behind.get(item.task) ?? null))),
  };
};

/** One for all: a plan may have ten thousand tasks. */
const NONE: readonly never[] = [];

const reportOf = (item: PlanItem, { pipeline }: Run, behind: TaskReport | null): TaskReport => ({
  id: item.id,
  title: item.id,
  branch: item.branch,
  worktree: item.worktree,
  stage: item.status === 'ready' ? 'done' : (behind?.stage ?? 'development'),
  status: item.status,
  attempts: item.attempts,
  verdicts: behind?.verdicts ?? NONE,
  merge: behind?.merge ?? null,
  slug: item.id,
  pipeline: behind?.pipeline ?? pipeline,
  owner: item.status === 'failed' || item.status === 'skipped' ? 'person' : null,
  reason: item.reason,
  jobs: behind?.jobs ?? NONE,
});
