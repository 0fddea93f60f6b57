import type { Job } from '../../domain/job.ts';
import type { Task } from '../../domain/task.ts';
import { NO_USAGE } from '../../domain/usage.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { WorkerConclusion } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { describeEnd } from '../gates/run-step.ts';
import type { RunScope } from '../run-scope.ts';
import { watchReports } from '../runs/stale-reports.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { ensureTaskWorktree } from '../worktrees/task-worktree.ts';
import { noteUntracked } from '../worktrees/uncommitted-work.ts';
import { commitWork } from './commit-work.ts';
import type { JobOutcome } from './job-outcome.ts';
import { launchWorker, timeoutOf } from './launch-worker.ts';
import { enforceAccess, noteStart } from './role-access.ts';
import { appForRole } from './role-app.ts';
import { visibleState } from './visible-state.ts';
import { watchTampering } from './watch-tampering.ts';

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
  const made = await ensureTaskWorktree(app, task);
  await setUpWorktree(app, { name: task.worktree, path: made.path, run: scope.run, signal: scope.signal });
  const before = await visibleState(app, made.path);
  await noteUntracked(app, task.worktree, before.status.untracked);
  const from = await noteStart(app, made);

  const dropStaleReports = await watchReports(app, task, made.path);

  const tamperingSince = await watchTampering(app);
  const end = await launchWorker(app, scope, { job, task, role, made });
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
  const trespass = await enforceAccess(app, { job: job.id, task, path: made.path, role, from });
  const failure = failureOf(timeoutOf(app, job.role), end, conclusion);
  const findings = [tampering, detour, failure?.summary ?? null, trespass?.summary ?? null].filter(
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
  const problem = isSilent ? SILENT : await commitWork(app, task, role, made.path);
  return problem === null
    ? { status: 'succeeded', summary: conclusion.summary, exitCode, usage }
    : { status: 'failed', summary: problem, exitCode, usage };
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
