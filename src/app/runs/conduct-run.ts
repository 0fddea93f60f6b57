import type { Argv } from '../../domain/argv.ts';
import { isActive } from '../../domain/job.ts';
import type { RunReport } from '../../domain/report.ts';
import type { Run, RunStatus } from '../../domain/run.ts';
import { reasonOf } from '../../domain/task.ts';
import type { Lead } from '../../ports/lead.ts';
import type { App } from '../app.ts';
import { keepProjecting } from '../board/keep-projecting.ts';
import { ensureBaseline } from '../gates/baseline.ts';
import { createJobPump, type JobPump } from '../jobs/job-pump.ts';
import type { LeadApp } from '../lead/lead-hands.ts';
import { finishRun } from '../run-document/finish-run.ts';
import type { RunScope } from '../run-scope.ts';
import { continueTasks } from '../tasks/continue-tasks.ts';
import { tidyUp } from '../worktrees/tidy-up.ts';
import { buildReport, writeReport } from './build-report.ts';
import { RunFailed } from './run-failed.ts';
import { runOutcome } from './run-outcome.ts';
import { loadRun, saveRun } from './save-run.ts';
import { watchAnswers } from './watch-answers.ts';

/** A final message while jobs go on does not end the run; so many further turns without any progress do. */
const IDLE_TURNS = 3;

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
    waitsFor = await converse(app, lead, pump, run.id, order.message, signal);
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
  const trouble = pump.trouble() ?? failure;
  const notices = [...order.notices, ...(app.settings.dryRun ? [] : await tidyUp(app, run.id))];
  const outcome = await runOutcome(app, run.id, { trouble, waitsFor, interrupted: order.signal.aborted });
  await endRun(app, run.id, outcome.status, outcome.summary);
  const report = await buildReport(app, run.id, [...notices, ...outcome.notices]);
  await writeReport(app, report);
  app.progress.emit({ type: 'run-ended', run: run.id, status: outcome.status });
  if (outcome.rethrow !== null) throw new RunFailed(report, outcome.rethrow);
  return report;
};

/** Talks with the lead until its last word; the id of the question that it waits for, or null. */
const converse = async (
  app: App,
  lead: Lead,
  pump: JobPump,
  run: string,
  firstMessage: string,
  signal: AbortSignal,
): Promise<string | null> => {
  let message = firstMessage;
  let idleTurns = 0;
  for (;;) {
    const before = await endedJobs(app, run);
    const end = await lead.work({ run, message, signal });
    signal.throwIfAborted();
    if (end.type === 'waits') {
      await pump.idle();
      const question = await app.store.questions.get(end.question);
      if (question?.state.status !== 'answered') return end.question;
      message = `The person has answered ${end.question}.`;
      continue;
    }
    const said = app.redact(end.message);
    await saveRun(app, run, () => ({ summary: said }));
    app.progress.emit({ type: 'lead-said', text: said });
    await pump.kick();
    if (!pump.isBusy() && !(await hasActiveJobs(app, run))) return null;
    await pump.idle();
    signal.throwIfAborted();
    const ended = (await endedJobs(app, run)).filter((job) => !before.includes(job));
    idleTurns = ended.length === 0 ? idleTurns + 1 : 0;
    if (idleTurns >= IDLE_TURNS) return null;
    message = await outcomes(app, run);
  }
};

const hasActiveJobs = async (app: App, run: string): Promise<boolean> =>
  (await app.store.jobs.inRun(run)).some((job) => isActive(job.status));

const endedJobs = async (app: App, run: string): Promise<readonly string[]> =>
  (await app.store.jobs.inRun(run)).filter((job) => !isActive(job.status)).map((job) => job.id);

const outcomes = async (app: App, run: string): Promise<string> => {
  const jobs = (await app.store.jobs.inRun(run)).map(
    (job) =>
      `- ${job.id} (${job.role} on ${job.task}): ${job.status}${job.waitsFor === null ? '' : `, waits for ${job.waitsFor}`}`,
  );
  const tasks = (await app.store.tasks.inRun(run)).map(({ id, slug, stage, state }) => {
    const owner = 'owner' in state ? `, and the ${state.owner} can move it on` : '';
    const reason = reasonOf(state);
    return `- ${id} ${slug}: ${state.status} in ${stage}${owner}${reason === null ? '' : `: ${reason}`}`;
  });
  return [
    'Jobs were still under way after your last message. This is how things stand now:',
    ...jobs,
    ...tasks,
    'Go on, or end with your final report.',
  ].join('\n');
};

const endRun = async (app: App, id: string, status: RunStatus, summary: string | null): Promise<void> => {
  const documents = await finishRun(app, await loadRun(app, id));
  const endedAt = app.clock.now();
  await saveRun(app, id, (run) => ({ status, endedAt, summary: summary ?? run.summary }), [
    ...documents,
    { type: 'append-journal', entry: { run: id, task: null, type: 'run-ended', data: { status }, at: endedAt } },
  ]);
};
