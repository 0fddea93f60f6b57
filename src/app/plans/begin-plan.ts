import type { Plan } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { Run } from '../../domain/run.ts';
import { continueItems } from '../../engine/plan/continuing.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { acceptReportedMove, followMain } from '../merge/main-watch.ts';
import { saveRun } from '../runs/save-run.ts';
import { DEFAULT_PIPELINE, newRun, runStarted } from '../runs/start-run.ts';
import { newItems } from './new-items.ts';
import { reserveNames } from './reserve-names.ts';

export interface PlanOrder {
  /** Everything anew, whatever an earlier run has done. */
  readonly fresh: boolean;
  /** Absolute path of the directory that gets summary and logs; null: the run's own folder. */
  readonly output: string | null;
}

/** A run of a plan with all of its tasks as they stand. */
export interface BegunPlan {
  readonly run: Run;
  readonly items: readonly PlanItem[];
  readonly resumed: boolean;
}

/**
 * Continues the newest run of a plan in this repository if it did not come to its end, otherwise records a new one. Nothing but the
 * home is changed.
 */
export const beginPlan = async (app: App, plan: Plan, order: PlanOrder, facts: RepositoryFacts): Promise<BegunPlan> => {
  const file = await app.files.realPath(plan.file);
  const last = order.fresh ? null : await app.store.runs.newestOfPlan(file, app.settings.layout.mainPath);
  return last === null || last.status === 'done'
    ? startPlan(app, plan, order, facts, file)
    : goOn(app, plan, order, facts, last);
};

const startPlan = async (
  app: App,
  plan: Plan,
  { output }: PlanOrder,
  facts: RepositoryFacts,
  file: string,
): Promise<BegunPlan> => {
  const delivers = plan.delivery !== 'none';
  const begun = await newRun(app, { kind: 'plan', project: null, goal: plan.title, pipeline: DEFAULT_PIPELINE }, facts);
  const delivery = plan.delivery === 'none' ? begun.delivery : plan.delivery;
  const run: Run = { ...begun, delivery, plan: { file, output, delivers } };
  const items = await reserveNames(app, newItems(plan, run.id));
  await app.store.commit([...runStarted(run), { type: 'replace-plan-items', run: run.id, items }]);
  return { run, items, resumed: false };
};

/** A plan that does not deliver has no quarrel with what became of main meanwhile. */
const goOn = async (
  app: App,
  plan: Plan,
  { output }: PlanOrder,
  facts: RepositoryFacts,
  last: Run,
): Promise<BegunPlan> => {
  const delivers = plan.delivery !== 'none';
  if (delivers) {
    await acceptReportedMove(app, last.id);
    await followMain(app, last.id);
  }
  const stored = new Map((await app.store.planItems.inRun(last.id)).map((item) => [item.id, item]));
  const items = await reserveNames(app, continueItems(newItems(plan, last.id), stored));
  const run = await saveRun(
    app,
    last.id,
    (found) => ({
      status: 'running',
      endedAt: null,
      goal: plan.title,
      mainHead: delivers ? found.mainHead : (facts.head ?? found.mainHead),
      delivery: plan.delivery === 'none' ? found.delivery : plan.delivery,
      plan: found.plan === null ? null : { ...found.plan, delivers, output: output ?? found.plan.output },
    }),
    [{ type: 'replace-plan-items', run: last.id, items }],
  );
  return { run, items, resumed: true };
};
