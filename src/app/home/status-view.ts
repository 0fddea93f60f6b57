import type { JobStatus } from '../../domain/job.ts';
import { transitionOf } from '../../domain/news/transition.ts';
import { reworkReason } from '../../domain/rework.ts';
import type { Run } from '../../domain/run.ts';
import { reasonOf, type Task, type TaskStatus } from '../../domain/task.ts';
import type { Breaker } from '../../domain/worker/breaker.ts';
import type { App } from '../app.ts';
import { type IsAlive, needsConductor, type RunView, runViews } from './run-views.ts';

/** What is going on in the home. Times are ISO 8601. */
export interface StatusView {
  /** The main run that is on, else the newest of all. */
  readonly run: RunView | null;
  /** Newest first. */
  readonly runs: readonly RunView[];
  readonly jobs: Readonly<Partial<Record<JobStatus, number>>>;
  readonly tasks: Readonly<Partial<Record<TaskStatus, number>>>;
  /** What waits, the oldest first; `task` is the run where a question belongs to no task. */
  readonly waiting: readonly {
    readonly task: string;
    readonly for: string;
    readonly since: string;
    readonly question: string | null;
    /** `person`, or who else can move it on: a service, or the end of a run. */
    readonly owner: string;
  }[];
  /** What is at work on a finding of a gate, and on which. */
  readonly reworks: readonly {
    readonly task: string;
    readonly stage: string;
    readonly job: string;
    readonly for: string;
  }[];
  readonly resilience: {
    /** `ok`, `not probed`, or what is wrong with which kind of worker, as somebody found it last. */
    readonly preflight: string;
    /** By kind of worker; one that never failed for its service's sake is missing. */
    readonly breakers: Readonly<Record<string, Breaker['state']>>;
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/**
 * Counts, and who waits for whom.
 * @param isAlive asked where a run is `running`, about the processes that may conduct it
 */
export const statusView = async (app: Pick<App, 'store'>, isAlive: IsAlive): Promise<StatusView> => {
  const [runs, agents, commands, tasks, questions, resilience] = await Promise.all([
    app.store.runs.list(),
    app.store.jobs.countByStatus(),
    app.store.commandJobs.countByStatus(),
    app.store.tasks.countByStatus(),
    app.store.questions.open(),
    resilienceView(app),
  ]);
  const views = await runViews(app, runs, isAlive);
  const shown = Math.max(runs.findIndex(needsConductor), 0);
  return {
    run: views[shown] ?? null,
    runs: views,
    jobs: addCounts(agents, commands),
    tasks: await withPlan(app, runs[shown], tasks),
    waiting: [
      ...questions
        .toSorted((a, b) => a.askedAt - b.askedAt)
        .map(({ id, run, task, text, askedAt }) => ({
          task: task ?? run,
          for: text,
          since: iso(askedAt),
          question: id,
          owner: PERSON,
        })),
      ...(await standingTasks(app, new Set(questions.flatMap(({ task }) => task ?? [])))),
    ],
    reworks: await reworks(app),
    resilience,
  };
};

const reworks = async (app: Pick<App, 'store'>): Promise<StatusView['reworks']> =>
  (await app.store.tasks.withStatus('running')).flatMap((task) => {
    const { id, stage, activeJob } = task;
    const reason = reworkReason(task);
    return reason === null || activeJob === null ? [] : [{ task: id, stage, job: activeJob.job, for: reason }];
  });

type Counts<Status extends string> = Readonly<Partial<Record<Status, number>>>;

const addCounts = <Status extends string>(a: Counts<Status>, b: Counts<Status>): Counts<Status> => {
  const statuses = Object.keys({ ...a, ...b }) as Status[];
  const sums = statuses.map((status) => [status, (a[status] ?? 0) + (b[status] ?? 0)]);
  return Object.fromEntries(sums) as Counts<Status>;
};

/** The tasks of the run that is shown count too where it is that of a plan, but for those that the engine has as well. */
const withPlan = async (
  app: Pick<App, 'store'>,
  run: Run | undefined,
  tasks: StatusView['tasks'],
): Promise<StatusView['tasks']> =>
  run?.kind === 'plan' ? addCounts(tasks, await app.store.planItems.countByStatus(run.id)) : tasks;

/**
 * Tasks that stand still although nothing is asked: something outside stands in the way, a service is to answer first, or no round
 * would help (INV-14).
 */
const standingTasks = async (app: Pick<App, 'store'>, asking: ReadonlySet<string>): Promise<StatusView['waiting']> => {
  const found = await Promise.all(STANDING.map((status) => app.store.tasks.withStatus(status)));
  const standing = found
    .flat()
    .flatMap((task) => ('owner' in task.state && !asking.has(task.id) ? [{ task, owner: task.state.owner }] : []))
    // What is blocked for the lead is the lead's to move, who is told.
    .filter(({ task, owner }) => owner === PERSON || task.state.status === 'waiting')
    .map(async ({ task, owner }) => ({
      task: task.id,
      for: reasonOf(task.state) ?? task.state.status,
      since: iso(await standsSince(app, task)),
      question: null,
      owner,
    }));
  return (await Promise.all(standing)).toSorted((a, b) => a.since.localeCompare(b.since));
};

const PERSON = 'person';
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
