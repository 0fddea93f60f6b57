import type { Job } from '../domain/job.ts';
import type { Task } from '../domain/task.ts';
import { NO_USAGE } from '../domain/usage.ts';
import type { ProcessEnd } from '../ports/processes.ts';
import type { WorkerAccess, WorkerConclusion } from '../ports/worker.ts';
import type { App } from './app.ts';
import { workerEnvironment } from './child-environment.ts';
import { identityEnvironment } from './commit-identity.ts';
import { commitWork } from './commit-work.ts';
import { followLog } from './follow-log.ts';
import type { JobOutcome } from './job-outcome.ts';
import { markerOf } from './marker.ts';
import type { RunScope } from './run-scope.ts';
import { describeEnd } from './run-step.ts';
import { setUpWorktree } from './set-up-worktree.ts';
import { tamperingSince } from './tampering-since.ts';
import { ensureTaskWorktree, type MadeWorktree } from './task-worktree.ts';
import { noteUntracked } from './uncommitted-work.ts';
import { watchCancel } from './watch-cancel.ts';

/** What `conclude` reads at the most: results stand at the end of a log. An earlier, cut-off run wrote into the same file. */
const READ_LOG_BYTES = 4 * 1024 * 1024;

const CANCELLED: JobOutcome = {
  status: 'cancelled',
  summary: 'Its task was cancelled.',
  exitCode: null,
  usage: NO_USAGE,
};

/** Runs a role agent in its task's worktree and judges the run; what it did well is committed by the harness (CF-36). */
export const performRole = async (app: App, scope: RunScope, job: Job, task: Task): Promise<JobOutcome> => {
  const made = await ensureTaskWorktree(app, task);
  await setUpWorktree(app, { name: task.worktree, path: made.path, run: scope.run, signal: scope.signal });
  await noteUntracked(app, task.worktree, made.path);
  const before = await visibleState(app, made.path);

  const known = scope.tampering.length;
  const end = await runWorker(app, scope, job, task, made);
  if (end.reason === 'aborted' && !scope.signal.aborted) return CANCELLED;
  if (end.reason === 'aborted')
    return { status: 'interrupted', summary: 'The run was stopped while this was under way.' };
  const log = await app.files.tail(job.log, Math.min(end.stdoutBytes, READ_LOG_BYTES));
  const conclusion = app.worker.conclude(end, app.redact(log));

  const tampering = await tamperingSince(app, scope, known);
  if (tampering !== null) {
    app.progress.emit({ type: 'notice', level: 'error', text: `${job.id}: ${tampering}` });
    return { status: 'failed', summary: tampering, exitCode: end.exitCode, usage: conclusion.usage };
  }
  const failure = failureOf(timeoutOf(app, job), end, conclusion);
  if (failure !== null) return { ...failure, exitCode: end.exitCode, usage: conclusion.usage };
  if (end.stdoutBytes === 0 && (await visibleState(app, made.path)) === before) {
    const summary = 'The worker ended with exit code 0, but printed nothing and changed nothing: that is no success.';
    return { status: 'failed', summary, exitCode: end.exitCode, usage: conclusion.usage };
  }
  const problem = await commitWork(app, task, made.path);
  return problem === null
    ? { status: 'succeeded', summary: conclusion.summary, exitCode: end.exitCode, usage: conclusion.usage }
    : { status: 'failed', summary: problem, exitCode: end.exitCode, usage: conclusion.usage };
};

const runWorker = async (app: App, scope: RunScope, job: Job, task: Task, made: MadeWorktree): Promise<ProcessEnd> => {
  const { limits, layout, worker } = app.settings;
  const prompt = await app.prompts.renderTask({
    role: job.role,
    task,
    instructions: job.instructions,
    feedback: task.feedback,
    checks: scope.checks.map((argv) => argv.join(' ')),
    worktree: made.path,
  });
  const promptFile = `${layout.home}/runs/${job.run}/${job.id}.prompt.md`;
  await app.files.write(promptFile, prompt);
  const invocation = app.worker.invocation({
    worktree: made.path,
    gitCommonDir: (await app.git.inspect(made.path)).commonDir,
    role: job.role,
    prompt,
    promptFile,
    access: narrower(worker.access, (await app.prompts.agent(job.role)).access),
    model: worker.models[job.role] ?? worker.model,
    effort: worker.efforts[job.role] ?? worker.effort,
  });
  const following = followLog(app, job);
  const cancel = watchCancel(app, job);
  try {
    return await app.processes.run({
      argv: invocation.argv,
      cwd: made.path,
      env: workerEnvironment(app.settings, { ...(await identityEnvironment(app)), ...invocation.env }),
      stdoutFile: job.log,
      stderrFile: job.log,
      marker: markerOf(app, job.run, job.id),
      deadlineMs: timeoutOf(app, job),
      graceMs: limits.killGraceMs,
      maxOutputBytes: limits.processOutputBytes,
      silenceMs: limits.silenceMs,
      activity: () => visibleState(app, made.path),
      signal: AbortSignal.any([scope.signal, cancel.signal]),
    });
  } finally {
    await Promise.all([following.stop(), cancel.stop()]);
  }
};

const timeoutOf = (app: App, job: Job): number =>
  app.settings.worker.timeoutsMs[job.role] ?? app.settings.limits.workerTimeoutMs;

/** From the widest to the narrowest. */
const ACCESS: readonly WorkerAccess[] = ['full', 'workspace-write', 'read-only'];

/** The person's setting and the role's need: what both grant. */
const narrower = (a: WorkerAccess, b: WorkerAccess): WorkerAccess =>
  ACCESS[Math.max(ACCESS.indexOf(a), ACCESS.indexOf(b))] ?? 'read-only';

const failureOf = (
  timeoutMs: number,
  end: ProcessEnd,
  conclusion: WorkerConclusion,
): { status: 'failed' | 'blocked' | 'timed-out'; summary: string } | null => {
  if (end.reason === 'deadline' || end.reason === 'silent') {
    return { status: 'timed-out', summary: `The worker was ${describeEnd(end, timeoutMs)}.` };
  }
  if (end.reason !== 'exited') return { status: 'failed', summary: `The worker ${describeEnd(end, 0)}.` };
  return conclusion.outcome === 'succeeded' ? null : { status: conclusion.outcome, summary: conclusion.summary };
};

/** A text that changes when a worker commits or touches a file that git does not ignore. */
const visibleState = async (app: App, path: string): Promise<string> => {
  const [head, status] = await Promise.all([app.git.resolve(path, 'HEAD'), app.git.status(path)]);
  return JSON.stringify([head, status]);
};
