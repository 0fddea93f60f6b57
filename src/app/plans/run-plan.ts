import type { Plan } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import type { RunReport } from '../../domain/report.ts';
import type { Run } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { ensureBaseline } from '../gates/baseline.ts';
import { pruneLogs } from '../home/prune-logs.ts';
import { recover } from '../home/recover.ts';
import { checkEnvironment } from '../jobs/child-environment.ts';
import { createJobPump } from '../jobs/job-pump.ts';
import type { RunScope } from '../run-scope.ts';
import { buildReport, writeReport } from '../runs/build-report.ts';
import { RunFailed } from '../runs/run-failed.ts';
import { saveRun } from '../runs/save-run.ts';
import { workAlone } from '../runs/work-alone.ts';
import { tidyUp } from '../worktrees/tidy-up.ts';
import { appForTask, planTaskOf } from './app-for-task.ts';
import { type BegunPlan, beginPlan, type PlanOrder } from './begin-plan.ts';
import { conductPlan } from './conduct-plan.ts';
import { type PlanHands, sharingOf } from './plan-hands.ts';
import { planOutcome } from './plan-outcome.ts';
import { preflightPlan } from './preflight-plan.ts';
import { prepareOutput } from './prepare-output.ts';
import { makeOutput, outputOf, writeSummary } from './write-summary.ts';

type Checks = RunScope['checks'];

/**
 * Runs a declared plan without a model, or continues its last run, to the report and the summary. Rejects before any effect of its own
 * with what stands in the way (exit code 2), and with `RunFailed` for what ended a run that had begun.
 */
export const runPlan = (app: App, plan: Plan, order: PlanOrder, stop: AbortSignal): Promise<RunReport> =>
  workAlone(
    app,
    async (signal) => {
      const notices = await recover(app);
      const { facts, checks } = await preflightPlan(app, plan);
      if (order.output !== null) await prepareOutput(app, order.output);
      await pruneLogs(app);
      await app.sentinel.record();
      const begun = await beginPlan(app, plan, order, facts);
      await makeOutput(app, begun.run);
      tellBeginning(app, begun);
      return await conduct(app, plan, begun, { checks, notices, signal });
    },
    stop,
  );

const tellBeginning = (app: App, { run, items, resumed }: BegunPlan): void => {
  const settled = [...items.values()].filter(({ endedAt }) => endedAt !== null).length;
  app.progress.emit({ type: 'plan-started', run, tasks: items.size, settled, resumed });
  if (!resumed) return;
  const text = `${run.id} goes on: ${settled} of ${items.size} tasks are done already; --fresh starts everything anew.`;
  app.progress.emit({ type: 'notice', level: 'info', text });
};

const conduct = async (
  app: App,
  plan: Plan,
  { run, items }: BegunPlan,
  order: { readonly checks: Checks; readonly notices: readonly string[]; readonly signal: AbortSignal },
): Promise<RunReport> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([order.signal, stop.signal]);
  const baseline = ensureBaseline(app, run, order.checks, signal);
  baseline.catch((error: unknown) => stop.abort(error));
  const scope: RunScope = { run: run.id, checks: order.checks, baseline, signal };
  const hands: PlanHands = {
    app,
    run,
    plan,
    scope,
    pump: createJobPump(
      app,
      scope,
      (error) => stop.abort(error),
      (job) => appForTask(app, job.role, planTaskOf({ plan, items }, job)),
    ),
    logs: `${outputOf(app, run)}/logs`,
    environment: checkEnvironment(app.settings),
    items,
    sharing: sharingOf([...items.values()]),
    save: async (item, also = []) => {
      await app.store.commit([...also, { type: 'save-plan-items', items: [item] }]);
      items.set(item.id, item);
    },
  };

  let failure: unknown = null;
  try {
    await conductPlan(hands, items, (error) => stop.abort(error));
    await baseline;
  } catch (error) {
    failure = error;
  }
  if (stop.signal.aborted && !order.signal.aborted) failure = stop.signal.reason;
  if (failure !== null) stop.abort(failure);
  await hands.pump.idle();
  await baseline.catch(() => undefined);
  return endPlan(app, run, items, { ...order, failure });
};

const endPlan = async (
  app: App,
  run: Run,
  items: ReadonlyMap<string, PlanItem>,
  order: { readonly notices: readonly string[]; readonly signal: AbortSignal; readonly failure: unknown },
): Promise<RunReport> => {
  const tidied = run.plan?.delivers === true ? await tidyUp(app, run.id) : [];
  const file = run.plan?.file ?? '';
  const end = { trouble: order.failure, interrupted: order.signal.aborted };
  const outcome = planOutcome(app, file, [...items.values()], end);
  const endedAt = app.clock.now();
  const { status } = outcome;
  const ended = await saveRun(
    app,
    run.id,
    (found) => ({ status, endedAt, summary: outcome.summary ?? found.summary }),
    [{ type: 'append-journal', entry: { run: run.id, task: null, type: 'run-ended', data: { status }, at: endedAt } }],
  );
  const unwritten = await summaryProblem(app, ended, [...items.values()]);
  const notices = [...order.notices, ...tidied, ...outcome.notices, ...unwritten];
  const report = await buildReport(app, run.id, notices, [...items.values()]);
  await writeReport(app, report);
  app.progress.emit({ type: 'run-ended', run: run.id, status });
  if (outcome.rethrow !== null) throw new RunFailed(report, outcome.rethrow);
  return report;
};

/** What became of the work is told although the person's own directory takes no summary any more. */
const summaryProblem = async (app: App, run: Run, items: readonly PlanItem[]): Promise<readonly string[]> => {
  try {
    await writeSummary(app, run, items);
    return [];
  } catch (error) {
    return [`The summary could not be written: ${error instanceof Error ? error.message : String(error)}`];
  }
};
