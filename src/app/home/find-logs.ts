import { isActive } from '../../domain/job.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { isUnfinished, type Run } from '../../domain/run.ts';
import { isSettled } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { logsOf } from '../command-jobs/artifacts.ts';
import { outputOf } from '../plans/write-summary.ts';
import { loadRun } from '../runs/save-run.ts';
import { findTask } from '../tasks/find-task.ts';
import { jobsOf } from '../tasks/jobs-of.ts';

/** What a run, a task or a job has printed. */
interface Logs {
  /** Absolute paths, the oldest first. */
  readonly paths: readonly string[];
  /** Nothing will be added. What waits for a person, or may be resumed, is not over. */
  readonly isOver: boolean;
}

/** The log files of a run, task or job: what `logs` prints. */
export const findLogs = async (app: Pick<App, 'store' | 'settings'>, target: string): Promise<Logs> => {
  const command = await app.store.commandJobs.get(target);
  if (command !== null) return { paths: logsOf(app, command), isOver: !isActive(command.status) };
  const job = await app.store.jobs.get(target);
  if (job !== null) return { paths: [job.log], isOver: !isActive(job.status) };
  const run = await app.store.runs.get(target);
  if (run !== null) return { paths: await logsOfRun(app, run), isOver: !isUnfinished(run) };
  const ofPlan = await logsOfPlanTask(app, target);
  if (ofPlan !== null) return ofPlan;
  const task = await findTask(app, target, null);
  const isOver = isSettled(task.state) || !isUnfinished(await loadRun(app, task.run));
  return { paths: (await jobsOf(app, task)).map(({ log }) => log), isOver };
};

const logsOfRun = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<readonly string[]> => {
  if (run.kind !== 'plan') return (await app.store.jobs.inRun(run.id)).map(({ log }) => log);
  return logsOfItems(app, run, await app.store.planItems.inRun(run.id));
};

/** Those of a plan's task in the newest run that has one of that name; null where none has, or the engine has a task so called. */
const logsOfPlanTask = async (app: Pick<App, 'store' | 'settings'>, id: string): Promise<Logs | null> => {
  if ((await app.store.tasks.find(id, null)) !== null) return null;
  for (const run of await app.store.runs.list()) {
    if (run.kind !== 'plan') continue;
    const items = (await app.store.planItems.inRun(run.id)).filter((item) => item.id === id);
    if (items.length > 0) return { paths: logsOfItems(app, run, items), isOver: !isUnfinished(run) };
  }
  return null;
};

/** Of those that have begun, the oldest first. */
const logsOfItems = (app: Pick<App, 'settings'>, run: Run, items: readonly PlanItem[]): readonly string[] =>
  items
    .filter(({ startedAt }) => startedAt !== null)
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
    .map(({ id }) => `${outputOf(app, run)}/logs/${id}.log`);

/** The trace file of a run. */
export const findTrace = async (app: Pick<App, 'store' | 'settings'>, id: string): Promise<string> =>
  `${app.settings.layout.home}/runs/${(await loadRun(app, id)).id}/trace.jsonl`;
