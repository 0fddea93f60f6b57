import { outsourceProcesses } from '../adapters/process/outsourced-processes.ts';
import type { App } from '../app/app.ts';
import { markerOf } from '../app/home/marker.ts';
import type { PlanOrder } from '../app/plans/begin-plan.ts';
import { rehearsePlan } from '../app/plans/rehearse-plan.ts';
import { runPlan } from '../app/plans/run-plan.ts';
import type { Plan } from '../domain/plan/plan.ts';
import type { RunReport } from '../domain/report.ts';

/** Two keep two cores at it; more would fork at once what one core runs. */
const STARTERS = 2;

/** Runs a plan, whose commands small processes start since this one is large, or rehearses it in a dry run. Rejects as `runPlan` does. */
export const carryOutPlan = async (app: App, plan: Plan, order: PlanOrder, signal: AbortSignal): Promise<RunReport> => {
  if (app.settings.dryRun) return rehearsePlan(app, plan);
  const count = Math.min(STARTERS, app.settings.limits.maxWorkers, plan.tasks.length);
  const processes = outsourceProcesses(app.processes, markerOf(app, 'run', 'processes'), count);
  try {
    return await runPlan({ ...app, processes }, plan, order, signal);
  } finally {
    processes.close();
  }
};
