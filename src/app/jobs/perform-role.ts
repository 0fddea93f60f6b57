import type { Job } from '../../domain/job.ts';
import { isJudging, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { NO_USAGE } from '../../domain/usage/usage.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { WorkerConclusion } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import { bringMaterials } from '../worktrees/bring-materials.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { ensureTaskWorktree, type MadeWorktree } from '../worktrees/task-worktree.ts';
import { noteUntracked } from '../worktrees/uncommitted-work.ts';
import { apartOf, worktreePath } from '../worktrees/worktree-path.ts';
import { messageOf } from './commit-work.ts';
import type { JobOutcome } from './job-outcome.ts';
import { launchWorker, timeoutOf } from './launch-worker.ts';
import { enforceAccess, noteStart, recordsOfOthers } from './role-access.ts';
import { appForRole } from './role-app.ts';
import { settleWork } from './settle-work.ts';
import { visibleState } from './visible-state.ts';
import { watchReports } from './watch-reports.ts';
import { watchTampering } from './watch-tampering.ts';
import { bringBack, isApart, placeApart, type Workplace } from './work-apart.ts';

/** What `conclude` reads at the most: results stand at the end of a log. An earlier, cut-off run wrote into the same file. */
const READ_LOG_BYTES = 4 * 1024 * 1024;

const CANCELLED: JobOutcome = {
  status: 'cancelled',
  summary: 'Its task was cancelled.',
  exitCode: null,
  usage: NO_USAGE,
};

const SILENT = 'The worker ended with exit code 0, but printed nothing and changed nothing: that is no success.';

/**
 * Runs a role agent in its task's worktree and judges the run. What it did well is committed by the harness (CF-36); what its role
 * may not write is set aside, however the run ended.
 */
export const performRole = async (common: App, scope: RunScope, job: Job, task: Task): Promise<JobOutcome> => {
  const role = await common.prompts.agent(job.role);
  const app = await appForRole(common, role);
  const { mainPath } = app.settings.layout;
  if (task.head !== null) await app.git.straighten(mainPath, task.branch, task.head);
  const own = await ensureTaskWorktree(app, task);
  const pipeline = pipelineOf(app, task);
  return isApart(pipeline, task, job.role)
    ? performApart(app, scope, { job, task, role, own })
    : performAt(app, scope, { job, role, place: { task, made: own } });
};

/** The same in another worktree at the same commit; what was left there well is brought onto the task's branch. */
const performApart = async (
  app: App,
  scope: RunScope,
  { job, task, role, own }: { job: Job; task: Task; role: AgentRole; own: MadeWorktree },
): Promise<JobOutcome> => {
  const head = task.head ?? own.head;
  const path = worktreePath(app, apartOf(task).worktree);
  return app.leases.hold(path, `job ${job.id}`, async () => {
    const place = await placeApart(app, { ...task, head }, { job: job.id, role });
    const outcome = await performAt(app, scope, { job, role, place });
    await app.git.straighten(own.path, task.branch, head);
    if (outcome.status === 'succeeded')
      await bringBack(app, pipelineOf(app, task), task, { path: own.path, place, message: messageOf(task, role) });
    return outcome;
  });
};

const performAt = async (
  app: App,
  scope: RunScope,
  { job, role, place: { task, made } }: { job: Job; role: AgentRole; place: Workplace },
): Promise<JobOutcome> => {
  const { mainPath } = app.settings.layout;
  await setUpWorktree(app, { name: task.worktree, path: made.path, run: scope.run, signal: scope.signal });
  const materials = await bringMaterials(app, task, made.path, scope.signal);
  const before = await visibleState(app, made.path);
  await noteUntracked(app, task.worktree, before.status.untracked);
  const from = await noteStart(app, made);
  const dropStaleReports = await watchReports(app, task, { path: made.path, status: before.status });

  const tamperingSince = await watchTampering(app);
  const end = await launchWorker(app, scope, { job, task, role, made, materials, before });
  if (end.reason === 'aborted' && !scope.signal.aborted) return CANCELLED;
  if (end.reason === 'aborted')
    return { status: 'interrupted', summary: 'The run was stopped while this was under way.' };
  // Before anything is committed or reset there: main would be moved by our own hand.
  const detour = (await app.git.straighten(mainPath, task.branch, from)) ? detourOf(task) : null;
  const log = await app.files.tail(job.log, Math.min(end.stdoutBytes, READ_LOG_BYTES));
  const conclusion = app.worker.conclude(end, app.redact(log));
  const { exitCode } = end;
  const { usage } = conclusion;

  const tampering = await tamperingSince();
  if (tampering !== null) app.progress.emit({ type: 'notice', level: 'error', text: `${job.id}: ${tampering}` });
  const isSilent = end.stdoutBytes === 0 && (await visibleState(app, made.path)).text === before.text;
  const closed = recordsOfOthers(pipelineOf(app, task), task, role);
  const trespass = await enforceAccess(app, { job: job.id, task, path: made.path, role, from, closed });
  const failure = failureOf(timeoutOf(app, job.role), end, conclusion);
  const findings = [tampering, detour, failure?.summary ?? null, trespassOf(app, task, trespass)].filter(
    (text) => text !== null,
  );
  if (failure?.status === 'deferred' && findings.length === 1) return { ...failure, usage };
  if (findings.length > 0) {
    const status =
      tampering === null && detour === null && failure !== null && failure.status !== 'deferred'
        ? failure.status
        : 'failed';
    return { status, summary: findings.join('\n'), exitCode, usage };
  }
  if (!isSilent) await dropStaleReports();
  if (isSilent || conclusion.outcome !== 'succeeded') return { status: 'failed', summary: SILENT, exitCode, usage };
  return { ...(await settleWork(app, { task, role, path: made.path, conclusion })), exitCode, usage };
};

/** A judge that wrote anything but its report has judged what nobody will merge (KB-29). */
const trespassOf = (
  app: Pick<App, 'pipelines'>,
  task: Task,
  trespass: { readonly summary: string } | null,
): string | null => {
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  if (trespass === null || stage === null || !isJudging(pipeline, stage)) return trespass?.summary ?? null;
  return `${stage.name} modified the tree. ${trespass.summary}`;
};

const detourOf = ({ branch }: Task): string =>
  `The worker had made ${branch} lead to another branch; it is a branch of its own again, where it was before.`;

type Failure =
  | { readonly status: 'failed' | 'blocked' | 'timed-out'; readonly summary: string }
  | { readonly status: 'deferred'; readonly summary: string; readonly retryAfterMs: number | null };

const failureOf = (timeoutMs: number, end: ProcessEnd, conclusion: WorkerConclusion): Failure | null => {
  if (end.reason === 'deadline' || end.reason === 'silent') {
    return { status: 'timed-out', summary: `The worker was ${describeEnd(end, timeoutMs)}.` };
  }
  if (end.reason !== 'exited') return { status: 'failed', summary: `The worker ${describeEnd(end, 0)}.` };
  if (conclusion.outcome === 'succeeded') return null;
  const { summary, retryAfterMs } = conclusion;
  return conclusion.failure === 'transient'
    ? { status: 'deferred', summary, retryAfterMs }
    : { status: conclusion.outcome, summary };
};
