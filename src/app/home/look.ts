import type { FinalReport } from '../../domain/document/final-report.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { JobStatus } from '../../domain/job.ts';
import { transitionOf } from '../../domain/news/transition.ts';
import type { RunReport, TaskReport } from '../../domain/report.ts';
import type { Run, RunStatus } from '../../domain/run.ts';
import { reasonOf, type Task, type TaskStatus } from '../../domain/task.ts';
import type { Breaker } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import { logsOf } from '../command-jobs/artifacts.ts';
import { outputOf } from '../plans/write-summary.ts';
import { finalReportIn } from '../run-document/finish-run.ts';
import { reportEndedRun } from '../runs/report-ended-run.ts';
import { loadRun } from '../runs/save-run.ts';
import { findTask } from '../tasks/find-task.ts';
import { jobsOf } from '../tasks/jobs-of.ts';
import { reportOf, taskReports } from '../tasks/task-report.ts';
import { type VersionView, versionsOf } from '../versions/list-versions.ts';

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
  /** What its end says, where it had strict stages. */
  readonly final?: FinalReport;
  /** What it asks a person, the oldest first. */
  readonly questions: readonly { readonly id: string; readonly text: string }[];
  /** By their numbers; missing for a task that is made once. */
  readonly versions?: readonly VersionView[];
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** Counts, and who waits for whom. */
export const statusView = async (app: Pick<App, 'store'>): Promise<StatusView> => {
  const [runs, agents, commands, tasks, questions, resilience] = await Promise.all([
    app.store.runs.list(),
    app.store.jobs.countByStatus(),
    app.store.commandJobs.countByStatus(),
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
    jobs: addCounts(agents, commands),
    tasks: await withPlan(app, runs[0], tasks),
    waiting: [
      ...questions
        .toSorted((a, b) => a.askedAt - b.askedAt)
        .map(({ id, run, task, text, askedAt }) => ({
          task: task ?? run,
          for: text,
          since: iso(askedAt),
          question: id,
        })),
      ...(await standingTasks(app, new Set(questions.flatMap(({ task }) => task ?? [])))),
    ],
    resilience,
  };
};

const addCounts = (a: StatusView['jobs'], b: StatusView['jobs']): StatusView['jobs'] => {
  const sums: Partial<Record<JobStatus, number>> = { ...a };
  for (const status of Object.keys(b) as JobStatus[]) sums[status] = (sums[status] ?? 0) + (b[status] ?? 0);
  return sums;
};

/** The tasks of the newest run count too where it is that of a plan, but for those that the engine has as well. */
const withPlan = async (
  app: Pick<App, 'store'>,
  run: Run | undefined,
  tasks: StatusView['tasks'],
): Promise<StatusView['tasks']> => {
  if (run?.kind !== 'plan') return tasks;
  const sum: Partial<Record<TaskStatus, number>> = { ...tasks };
  const counts = Object.entries(await app.store.planItems.countByStatus(run.id)) as [TaskStatus, number][];
  for (const [status, count] of counts) sum[status] = (sum[status] ?? 0) + count;
  return sum;
};

/** Tasks that a person has to look at although nothing is asked: something outside stands in the way, or no round would help (INV-14). */
const standingTasks = async (app: Pick<App, 'store'>, asking: ReadonlySet<string>): Promise<StatusView['waiting']> => {
  const found = await Promise.all(STANDING.map((status) => app.store.tasks.withStatus(status)));
  const standing = found
    .flat()
    .filter(({ id, state }) => 'owner' in state && state.owner === 'person' && !asking.has(id));
  return Promise.all(
    standing.map(async (task) => ({
      task: task.id,
      for: reasonOf(task.state) ?? task.state.status,
      since: iso(await standsSince(app, task)),
      question: null,
    })),
  );
};

const STANDING = ['waiting', 'blocked'] as const satisfies readonly TaskStatus[];

/** When it came to its present status, which later events may have left as it was. */
const standsSince = async (app: Pick<App, 'store'>, { id, run, state, createdAt }: Task): Promise<number> => {
  const moves = (await app.store.journal.after(run, 0)).filter((entry) => entry.task === id);
  const before = moves.findLastIndex((entry) => {
    const transition = transitionOf(entry);
    return transition !== null && transition.to.status !== state.status;
  });
  const since = moves.slice(before + 1).find((entry) => transitionOf(entry) !== null);
  return since?.at ?? createdAt;
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
  taskReports(
    app,
    (await app.store.tasks.list()).filter(({ versionOf }) => versionOf === null),
  );

export const showTask = async (app: Pick<App, 'store'>, name: string): Promise<TaskView> => {
  const task = await findTask(app, name, null);
  const [report, open, journal] = await Promise.all([
    reportOf(app, task),
    app.store.questions.open(),
    app.store.journal.after(task.run, 0),
  ]);
  const final = finalReportIn(journal.filter((entry) => entry.task === task.id));
  const { run, prompt, dependsOn, feedback } = task;
  const questions = open.filter((question) => question.task === task.id).map(({ id, text }) => ({ id, text }));
  const versions = task.versions === null ? {} : { versions: await versionsOf(app, task) };
  return { ...report, run, prompt, dependsOn, feedback, questions, ...versions, ...(final === null ? {} : { final }) };
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
export const findLogs = async (app: Pick<App, 'store' | 'settings'>, target: string): Promise<readonly string[]> => {
  const command = await app.store.commandJobs.get(target);
  if (command !== null) return logsOf(app, command);
  const job = await app.store.jobs.get(target);
  if (job !== null) return [job.log];
  const run = await app.store.runs.get(target);
  if (run !== null) return logsOfRun(app, run);
  return (await jobsOf(app, await findTask(app, target, null))).map(({ log }) => log);
};

const logsOfRun = async (app: Pick<App, 'store' | 'settings'>, run: Run): Promise<readonly string[]> => {
  if (run.kind !== 'plan') return (await app.store.jobs.inRun(run.id)).map(({ log }) => log);
  const begun = (await app.store.planItems.inRun(run.id)).filter(({ startedAt }) => startedAt !== null);
  return begun
    .toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0))
    .map(({ id }) => `${outputOf(app, run)}/logs/${id}.log`);
};

/** The trace file of a run. */
export const findTrace = async (app: Pick<App, 'store' | 'settings'>, id: string): Promise<string> =>
  `${app.settings.layout.home}/runs/${(await loadRun(app, id)).id}/trace.jsonl`;
