import { OrchestratorError } from '../domain/errors.ts';
import type { JobStatus } from '../domain/job.ts';
import type { RunReport, TaskReport } from '../domain/report.ts';
import type { RunStatus } from '../domain/run.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { App } from './app.ts';
import { buildReport } from './build-report.ts';
import { findTask } from './find-task.ts';
import { loadRun } from './save-run.ts';
import { taskReport, taskReports } from './task-report.ts';

/** What is going on in the home. Times are ISO 8601. */
export interface StatusView {
  readonly run: RunView | null;
  /** Newest first. */
  readonly runs: readonly RunView[];
  readonly jobs: Readonly<Partial<Record<JobStatus, number>>>;
  readonly tasks: Readonly<Partial<Record<TaskStatus, number>>>;
  /** What waits for somebody, the oldest first; `task` is the run where a question belongs to no task. */
  readonly waiting: readonly {
    readonly task: string;
    readonly for: string;
    readonly since: string;
    readonly question: string | null;
  }[];
  readonly resilience: { readonly preflight: string; readonly breakers: Readonly<Record<string, string>> };
}

export interface RunView {
  readonly id: string;
  readonly goal: string;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly endedAt: string | null;
}

export interface TaskView extends TaskReport {
  readonly run: string;
  readonly prompt: string;
  readonly dependsOn: readonly string[];
  /** What the next worker is told about earlier rounds, oldest first. */
  readonly feedback: readonly string[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Counts, and who waits for whom. */
export const statusView = async (app: Pick<App, 'store'>): Promise<StatusView> => {
  const [runs, jobs, tasks, questions] = await Promise.all([
    app.store.runs.list(),
    app.store.jobs.countByStatus(),
    app.store.tasks.list(),
    app.store.questions.open(),
  ]);
  const counts: Partial<Record<TaskStatus, number>> = {};
  for (const { state } of tasks) counts[state.status] = (counts[state.status] ?? 0) + 1;
  const views = runs.map(({ id, goal, status, createdAt, endedAt }) => ({
    id,
    goal,
    status,
    startedAt: iso(createdAt),
    endedAt: endedAt === null ? null : iso(endedAt),
  }));
  return {
    run: views[0] ?? null,
    runs: views,
    jobs,
    tasks: counts,
    waiting: questions
      .toSorted((a, b) => a.askedAt - b.askedAt)
      .map(({ id, run, task, text, askedAt }) => ({ task: task ?? run, for: text, since: iso(askedAt), question: id })),
    resilience: { preflight: 'not probed', breakers: {} },
  };
};

export const listTasks = async (app: Pick<App, 'store'>): Promise<readonly TaskReport[]> =>
  taskReports(app, await app.store.tasks.list());

export const showTask = async (app: Pick<App, 'store'>, name: string): Promise<TaskView> => {
  const task = await findTask(app, name, null);
  const report = taskReport(task, await app.store.jobs.ofTask(task.id));
  return { ...report, run: task.run, prompt: task.prompt, dependsOn: task.dependsOn, feedback: task.feedback };
};

/** The report of a run as things stand now; the newest run when none is named. */
export const showReport = async (
  app: Pick<App, 'store' | 'git' | 'settings' | 'files' | 'clock'>,
  id: string | null,
): Promise<RunReport> => {
  const run = id === null ? (await app.store.runs.list())[0] : await loadRun(app, id);
  if (run === undefined)
    throw new OrchestratorError(
      'unknown-run',
      'There is no run in this home yet.',
      'Start one: orchestrator "<task>".',
    );
  return buildReport(app, run.id, []);
};

/** Log files of a run, task or job: what `logs` prints, the oldest first. */
export const findLogs = async (app: Pick<App, 'store'>, target: string): Promise<readonly string[]> => {
  const job = await app.store.jobs.get(target);
  if (job !== null) return [job.log];
  const run = await app.store.runs.get(target);
  if (run !== null) return (await app.store.jobs.inRun(run.id)).map(({ log }) => log);
  const task = await findTask(app, target, null);
  return (await app.store.jobs.ofTask(task.id)).map(({ log }) => log);
};

/** The trace file of a run. */
export const findTrace = async (app: Pick<App, 'store' | 'settings'>, id: string): Promise<string> =>
  `${app.settings.layout.home}/runs/${(await loadRun(app, id)).id}/trace.jsonl`;
