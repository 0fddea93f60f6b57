import type { Breaker } from '../../domain/breaker.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { JobStatus } from '../../domain/job.ts';
import { transitionOf } from '../../domain/news/transition.ts';
import type { RunReport, TaskReport } from '../../domain/report.ts';
import type { RunStatus } from '../../domain/run.ts';
import { reasonOf, type Task, type TaskStatus } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { reportEndedRun } from '../runs/report-ended-run.ts';
import { loadRun } from '../runs/save-run.ts';
import { findTask } from '../tasks/find-task.ts';
import { reportOf, taskReports } from '../tasks/task-report.ts';

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
      ...(await standingTasks(app, new Set(questions.flatMap(({ task }) => task ?? [])))),
    ],
    resilience,
  };
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
  taskReports(app, await app.store.tasks.list());

export const showTask = async (app: Pick<App, 'store'>, name: string): Promise<TaskView> => {
  const task = await findTask(app, name, null);
  const [report, open] = await Promise.all([reportOf(app, task), app.store.questions.open()]);
  const { run, prompt, dependsOn, feedback } = task;
  const questions = open.filter((question) => question.task === task.id).map(({ id, text }) => ({ id, text }));
  return { ...report, run, prompt, dependsOn, feedback, questions };
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
