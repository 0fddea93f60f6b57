import type { Argv } from '../../domain/argv.ts';
import type { RunReport } from '../../domain/report.ts';
import type { Run, RunStatus } from '../../domain/run.ts';
import type { App } from '../app.ts';
import { keepProjecting } from '../board/keep-projecting.ts';
import { ensureBaseline } from '../gates/baseline.ts';
import { createJobPump } from '../jobs/job-pump.ts';
import type { LeadApp } from '../lead/lead-hands.ts';
import { finishRun } from '../run-document/finish-run.ts';
import type { RunScope } from '../run-scope.ts';
import { continueTasks } from '../tasks/continue-tasks.ts';
import { tidyUp } from '../worktrees/tidy-up.ts';
import { buildReport, writeReport } from './build-report.ts';
import { converse, endedJobs } from './converse.ts';
import { RunFailed } from './run-failed.ts';
import { type RunEnding, runOutcome } from './run-outcome.ts';
import { loadRun, saveRun } from './save-run.ts';
import { watchAnswers } from './watch-answers.ts';

/** How soon a task goes on that a person has approved or had retried from another terminal. */
const LOOK_EVERY_MS = 1_000;

/**
 * Works on a run until the lead has nothing more to say, a person is needed, or a limit is reached; then reports.
 * Rejects with `RunFailed` for `baseline-red`, the errors of the model service and faults of ours; the run can be resumed
 * after all but the first.
 * @param message the first thing that the lead is told
 * @param notices what recovery found, for the report
 */
export const conductRun = async (
  app: LeadApp,
  run: Run,
  order: { message: string; checks: readonly Argv[]; notices: readonly string[]; signal: AbortSignal },
): Promise<RunReport> => {
  const stop = new AbortController();
  const signal = AbortSignal.any([order.signal, stop.signal]);
  const baseline = app.settings.dryRun ? Promise.resolve(null) : ensureBaseline(app, run, order.checks, signal);
  // A red baseline ends the run while the lead still plans; whoever needs it sees the same error.
  baseline.catch((error: unknown) => stop.abort(error));
  const scope: RunScope = { run: run.id, checks: order.checks, baseline, signal };
  const pump = createJobPump(app, scope, (error) => stop.abort(error));
  const answers = watchAnswers(app, run.id);
  const stopProjecting = keepProjecting(app, app.appOf);

  let failure: unknown = null;
  let waitsFor: string | null = null;
  let stopLooking = (): void => undefined;
  try {
    // Jobs of an earlier start are old news: the first wait after a resume is for what goes on now.
    const told = new Set(await endedJobs(app, run.id));
    if (!app.settings.dryRun) await continueTasks(app, scope);
    await pump.kick();
    stopLooking = app.clock.every(LOOK_EVERY_MS, () => void pump.kick());
    const lead = await app.lead({ app, scope, pump, told });
    waitsFor = await converse(app, lead, pump, { run: run.id, message: order.message, signal });
    await baseline;
  } catch (error) {
    failure = stop.signal.aborted && !order.signal.aborted ? stop.signal.reason : error;
  }
  stopLooking();
  if (failure !== null) stop.abort(failure);
  await pump.idle();
  await baseline.catch(() => undefined);
  await answers.stop();
  await stopProjecting();
  const ending = { trouble: pump.trouble() ?? failure, waitsFor, interrupted: order.signal.aborted };
  return endRun(app, run.id, ending, order.notices);
};

/** Says what came of a run: in the store, its documents and its report. Rejects with `RunFailed` for what the command line ends with. */
const endRun = async (app: LeadApp, id: string, ending: RunEnding, notices: readonly string[]): Promise<RunReport> => {
  const kept = app.settings.dryRun ? [] : await tidyUp(app, id);
  const outcome = await runOutcome(app, id, ending);
  await recordEnd(app, id, outcome.status, outcome.summary);
  const report = await buildReport(app, id, [...notices, ...kept, ...outcome.notices]);
  await writeReport(app, report);
  app.progress.emit({ type: 'run-ended', run: id, status: outcome.status });
  if (outcome.rethrow !== null) throw new RunFailed(report, outcome.rethrow);
  return report;
};

const recordEnd = async (app: App, id: string, status: RunStatus, summary: string | null): Promise<void> => {
  const documents = await finishRun(app, await loadRun(app, id));
  const endedAt = app.clock.now();
  await saveRun(app, id, (run) => ({ status, endedAt, summary: summary ?? run.summary }), [
    ...documents,
    { type: 'append-journal', entry: { run: id, task: null, type: 'run-ended', data: { status }, at: endedAt } },
  ]);
};
