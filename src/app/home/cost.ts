import type { Job } from '../../domain/job.ts';
import type { Run } from '../../domain/run.ts';
import { addUsage, isNoUsage, NO_USAGE, type Usage } from '../../domain/usage/usage.ts';
import type { App } from '../app.ts';
import { findTask } from '../tasks/find-task.ts';
import { jobsOf } from '../tasks/jobs-of.ts';

/** What was used, in all and by everything that it can be asked for; groups are in the order of their first use. */
export interface CostView {
  readonly total: CostLine;
  readonly runs: readonly CostLine[];
  readonly tasks: readonly CostLine[];
  /** The tech lead's own turns stand under `lead`. */
  readonly roles: readonly CostLine[];
  /** What no worker named a model for stands under `unknown model`. */
  readonly models: readonly CostLine[];
}

export interface CostLine {
  readonly name: string;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Null where the price of any part is unknown. */
  readonly costUsd: number | null;
  /** The parts whose price is known. */
  readonly leastUsd: number;
}

/** One piece of work that used something. */
interface Spending {
  readonly run: string;
  readonly task: string | null;
  readonly role: string;
  readonly usage: Usage;
}

const LEAD = 'lead';
const UNKNOWN_MODEL = 'unknown model';

/**
 * Adds up what the store knows, of a run, of a task, or of all runs when `target` is null. Rejects with `unknown-task` for what
 * is neither.
 */
export const costView = async (app: Pick<App, 'store'>, target: string | null): Promise<CostView> => {
  const spendings = (await spendingsOf(app, target)).filter(({ usage }) => !isNoUsage(usage));
  const tasks = new Map((await app.store.tasks.list()).map(({ id, slug }) => [id, `${id} ${slug}`]));
  return {
    total: sum('total', spendings),
    runs: grouped(spendings, ({ run }) => run),
    tasks: grouped(spendings, ({ task }) => (task === null ? null : (tasks.get(task) ?? task))),
    roles: grouped(spendings, ({ role }) => role),
    models: grouped(spendings, ({ usage }) => usage.model ?? UNKNOWN_MODEL),
  };
};

const spendingsOf = async ({ store }: Pick<App, 'store'>, target: string | null): Promise<readonly Spending[]> => {
  if (target === null) {
    const runs = (await store.runs.list()).toReversed();
    return (await Promise.all(runs.map(async (run) => ofRun(run, await store.jobs.inRun(run.id))))).flat();
  }
  const run = await store.runs.get(target);
  if (run !== null) return ofRun(run, await store.jobs.inRun(run.id));
  return (await jobsOf({ store }, await findTask({ store }, target, null))).map(ofJob);
};

const ofRun = (run: Run, jobs: readonly Job[]): readonly Spending[] => [
  { run: run.id, task: null, role: LEAD, usage: run.usage },
  ...jobs.map(ofJob),
];

const ofJob = ({ run, task, role, usage }: Job): Spending => ({ run, task, role, usage });

const grouped = (spendings: readonly Spending[], nameOf: (spending: Spending) => string | null): readonly CostLine[] =>
  [...Map.groupBy(spendings, nameOf)].flatMap(([name, group]) => (name === null ? [] : [sum(name, group)]));

const sum = (name: string, spendings: readonly Spending[]): CostLine => {
  const { inputTokens, cachedTokens, outputTokens, costUsd } = spendings
    .map(({ usage }) => usage)
    .reduce(addUsage, NO_USAGE);
  const leastUsd = spendings.reduce((known, { usage }) => known + (usage.costUsd ?? 0), 0);
  return { name, inputTokens, cachedTokens, outputTokens, costUsd, leastUsd };
};
