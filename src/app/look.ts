import type { Breaker } from '../domain/breaker.ts';
import { OrchestratorError } from '../domain/errors.ts';
import type { JobStatus } from '../domain/job.ts';
import type { RunReport, TaskReport } from '../domain/report.ts';
import type { RunStatus } from '../domain/run.ts';
import type { TaskStatus } from '../domain/task.ts';
import type { App } from './app.ts';
import { findTask } from './find-task.ts';
import { reportEndedRun } from './report-ended-run.ts';
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
  readonly resilience: {
    /** `ok`, `not probed`, or what is wrong with which kind of worker, as somebody found it last. */
    readonly preflight: string;
    /** By kind of worker; one that never failed for its service's sake is missing. */
    readonly breakers: Readonly<Record<string, Breaker['state']>>;
  };
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
  /** What it asks a person, the oldest first. */
  readonly questions: readonly { readonly id: string; readonly text: string }[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Counts, and who waits for whom. */
export const statusView = async (app: Pick<App, 'store'>): Promise<StatusView> => {
  const [runs, jobs, tasks, questions, resilience] = await Promise.all([
    app.store.runs.list(),
    app.store.jobs.countByStatus(),
    app.store.tasks.countByStatus(),
    app.store.questions.open(),
    resilienceView(app),
  ]);
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
    tasks,
    waiting: [
      ...questions
        .toSorted((a, b) => a.askedAt - b.askedAt)
        .map(({ id, run, task, text, askedAt }) => ({
          task: task ?? run,
          for: text,
          since: iso(askedAt),
          question: id,
        })),
      ...(await heldTasks(app, (tasks.waiting ?? 0) - new Set(questions.flatMap(({ task }) => task ?? [])).size)),
    ],
    resilience,
  };
};

/** Tasks that wait because something outside of them stands in the way, and ask nothing (INV-14). */
const heldTasks = async (app: Pick<App, 'store'>, expected: number): Promise<StatusView['waiting']> => {
  // There may be very many that are due, and mostly none of these.
  if (expected <= 0) return [];
  const due = await Promise.all((await app.store.tasks.due()).map(({ id }) => app.store.tasks.get(id)));
  const held = due.flatMap((task) => (task?.state.status === 'waiting' ? [{ task, reason: task.state.reason }] : []));
  return Promise.all(
    held.map(async ({ task: { id, run, createdAt }, reason }) => {
      const journal = await app.store.journal.after(run, 0);
      const since = journal.findLast(({ type, task }) => type === 'held' && task === id)?.at ?? createdAt;
      return { task: id, for: reason, since: iso(since), question: null };
    }),
  );
};

const resilienceView = async (app: Pick<App, 'store'>): Promise<StatusView['resilience']> => {
  const [preflights, breakers] = await Promise.all([app.store.preflights.list(), app.store.breakers.list()]);
  const problems = preflights
    .filter(({ ready }) => !ready)
    .map(({ kind, problem }) => `${kind}: ${problem ?? 'not ready'}`);
  const probed = problems.length === 0 ? 'ok' : problems.join('; ');
  return {
    preflight: preflights.length === 0 ? 'not probed' : probed,
    breakers: Object.fromEntries(breakers.map(({ kind, state }) => [kind, state])),
  };
};

export const listTasks = async (app: Pick<App, 'store'>): Promise<readonly TaskReport[]> =>
  taskReports(app, await app.store.tasks.list());

export const showTask = async (app: Pick<App, 'store'>, name: string): Promise<TaskView> => {
  const task = await findTask(app, name, null);
  const [jobs, open] = await Promise.all([app.store.jobs.ofTask(task.id), app.store.questions.open()]);
  const { run, prompt, dependsOn, feedback } = task;
  const questions = open.filter((question) => question.task === task.id).map(({ id, text }) => ({ id, text }));
  return { ...taskReport(task, jobs), run, prompt, dependsOn, feedback, questions };
};

/** The report of a run as things stand now; the newest run when none is named. A report that a crash lost is written. */
export const showReport = async (
  app: Pick<App, 'store' | 'git' | 'settings' | 'files' | 'clock' | 'reportText'>,
  id: string | null,
): Promise<RunReport> => {
  const run = id === null ? (await app.store.runs.list())[0] : await loadRun(app, id);
  if (run === undefined)
    throw new OrchestratorError(
      'unknown-run',
      'There is no run in this home yet.',
      'Start one: orchestrator "<task>".',
    );
  return reportEndedRun(app, run);
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
