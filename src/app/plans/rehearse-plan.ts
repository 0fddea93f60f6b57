import type { Plan } from '../../domain/plan/plan.ts';
import type { RunReport } from '../../domain/report.ts';
import { inOrder } from '../../engine/plan/order.ts';
import type { App } from '../app.ts';
import { buildReport } from '../runs/build-report.ts';
import { saveRun } from '../runs/save-run.ts';
import { beginPlan } from './begin-plan.ts';
import { preflightPlan } from './preflight-plan.ts';

/** Says in which order the tasks of a plan would run, and starts nothing (INV-11). The state is the dry run's own, in memory. */
export const rehearsePlan = async (app: App, plan: Plan): Promise<RunReport> => {
  const { facts } = await preflightPlan(app, plan);
  const { run } = await beginPlan(app, plan, { fresh: true, output: null }, facts);
  const lines = inOrder(plan).map(({ id, dependsOn }, index) => {
    const after = dependsOn.length === 0 ? '' : ` after ${dependsOn.join(', ')}`;
    return `${index + 1}. ${id}${after}`;
  });
  const summary = ['The tasks would start in this order:', ...lines].join('\n');
  await saveRun(app, run.id, () => ({ status: 'done', endedAt: app.clock.now(), summary }));
  return buildReport(app, run.id, []);
};
