import type { Plan } from '../../domain/plan/plan.ts';
import { isDone, type PlanItem } from '../../domain/plan/plan-item.ts';
import type { Run } from '../../domain/run.ts';
import { continueItems } from '../../engine/plan/continuing.ts';
import type { RepositoryFacts } from '../../ports/git.ts';
import type { App } from '../app.ts';
import { acceptReportedMove } from '../merge/accept-main.ts';
import { followMain } from '../merge/main-watch.ts';
import { DEFAULT_PIPELINE } from '../runs/choose-pipeline.ts';
import { saveRun } from '../runs/save-run.ts';
import { newRun, runStarted } from '../runs/start-run.ts';
import { withFreePlaces } from '../tasks/names-in-use.ts';
import { newItems } from './new-items.ts';
import { cancelOpen } from './plan-task.ts';
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
  /** By id, in the order of the plan. What changes one of them puts the new one in its place: a plan may have ten thousand. */
  readonly items: Map<string, PlanItem>;
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
  const pipeline = pipelineFor(plan);
  const begun = await newRun(app, { kind: 'plan', project: null, goal: plan.title, pipeline }, facts);
  const delivery = plan.delivery === 'none' ? begun.delivery : plan.delivery;
  const run: Run = { ...begun, delivery, plan: { file, output, delivers } };
  return withFreePlaces(app, run, async (taken) => {
    const items = reserveNames(newItems(plan, run.id), taken);
    await app.store.commit([...runStarted(run), { type: 'replace-plan-items', run: run.id, items }]);
    return { run, items: byId(items), resumed: false };
  });
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
  const stored = await app.store.planItems.inRun(last.id);
  const wanted = continueItems(newItems(plan, last.id), byId(stored));
  await callOff(app, stored, wanted);
  return withFreePlaces(app, last, async (taken) => {
    const items = reserveNames(wanted, taken);
    const change = (found: Run): Partial<Run> => ({
      status: 'running',
      endedAt: null,
      goal: plan.title,
      pipeline: pipelineFor(plan),
      mainHead: delivers ? found.mainHead : (facts.head ?? found.mainHead),
      delivery: plan.delivery === 'none' ? found.delivery : plan.delivery,
      plan: found.plan === null ? null : { ...found.plan, delivers, output: output ?? found.plan.output },
    });
    const run = await saveRun(app, last.id, change, [{ type: 'replace-plan-items', run: last.id, items }]);
    return { run, items: byId(items), resumed: true };
  });
};

/** What was under way for a task that the plan has no more, or has in another form: no agent goes on with that (INV-14). */
const callOff = async (app: App, stored: readonly PlanItem[], wanted: readonly PlanItem[]): Promise<void> => {
  const kept = new Set(wanted.map(({ task }) => task));
  for (const item of stored) {
    if (item.task === null || kept.has(item.task) || isDone(item)) continue;
    await cancelOpen(app, item.task, 'a change of the plan');
  }
};

const byId = (items: readonly PlanItem[]): BegunPlan['items'] => new Map(items.map((item) => [item.id, item]));

/** What nobody brings into main meets no gate on its way there. */
const pipelineFor = ({ delivery }: Plan): string => (delivery === 'none' ? 'branch' : DEFAULT_PIPELINE);
