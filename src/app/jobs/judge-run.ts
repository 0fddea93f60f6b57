import type { Job } from '../../domain/job.ts';
import { isJudging, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { WorkerConclusion } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import type { JobOutcome } from './job-outcome.ts';
import { timeoutOf } from './launch-worker.ts';
import type { PreparedRun } from './prepare-run.ts';
import { enforceAccess, recordsOfOthers } from './role-access.ts';
import { faultOf } from './run-fault.ts';
import { settleWork } from './settle-work.ts';
import { visibleState } from './visible-state.ts';

/** What `conclude` reads at the most: results stand at the end of a log. An earlier, cut-off run wrote into the same file. */
const READ_LOG_BYTES = 4 * 1024 * 1024;

const SILENT = 'The worker ended with exit code 0, but printed nothing and changed nothing: that is no success.';

/**
 * Judges a run that has come to its end. What it may not have done is undone or set aside, however it ended; only where nothing is wrong
 * with it, what it left is settled.
 */
export const judgeRun = async (app: App, run: PreparedRun, end: ProcessEnd): Promise<JobOutcome> => {
  const { job, task, role, made, before } = run;
  // Before anything is committed or reset there: main would be moved by our own hand.
  const detour = await endDetour(app, run);
  const conclusion = await concludeRun(app, job, end);
  const tampering = await run.tamperingSince();
  if (tampering !== null) app.progress.emit({ type: 'notice', level: 'error', text: `${job.id}: ${tampering}` });
  const isSilent = end.stdoutBytes === 0 && (await visibleState(app, made.path)).text === before.text;
  const trespass = await endTrespass(app, run);
  const fault = faultOf({ tampering, detour, trespass }, { end, conclusion, timeoutMs: timeoutOf(app, job.role) });

  const { exitCode } = end;
  const { usage } = conclusion;
  if (fault?.status === 'deferred') return { ...fault, usage };
  if (fault !== null) return { ...fault, exitCode, usage };
  if (isSilent || conclusion.outcome !== 'succeeded') return { status: 'failed', summary: SILENT, exitCode, usage };
  await run.dropStaleReports();
  return { ...(await settleWork(app, { task, role, path: made.path, conclusion })), exitCode, usage };
};

const concludeRun = async (app: App, job: Job, end: ProcessEnd): Promise<WorkerConclusion> => {
  const log = await app.files.tail(job.log, Math.min(end.stdoutBytes, READ_LOG_BYTES));
  return app.worker.conclude(end, app.redact(log));
};

const endDetour = async ({ git, settings }: App, { task: { branch }, from }: PreparedRun): Promise<string | null> => {
  if (!(await git.straighten(settings.layout.mainPath, branch, from))) return null;
  return `The worker had made ${branch} lead to another branch; it is a branch of its own again, where it was before.`;
};

/** A judge that wrote anything but its report has judged what nobody will merge (KB-29). */
const endTrespass = async (app: App, { job, task, role, made, from }: PreparedRun): Promise<string | null> => {
  const pipeline = pipelineOf(app, task);
  const closed = recordsOfOthers(pipeline, task, role);
  const trespass = await enforceAccess(app, { job: job.id, task, path: made.path, role, from, closed });
  if (trespass === null) return null;
  const stage = stageOf(pipeline, task.stage);
  const isJudge = stage !== null && isJudging(pipeline, stage);
  return isJudge ? `${stage.name} modified the tree. ${trespass.summary}` : trespass.summary;
};
