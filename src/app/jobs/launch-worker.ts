import { RUN_DOCUMENT } from '../../domain/document/shared-document.ts';
import { OrchestratorError } from '../../domain/errors.ts';
import type { Job } from '../../domain/job.ts';
import { isJudging, stageOf } from '../../domain/pipeline/pipeline.ts';
import type { Task } from '../../domain/task.ts';
import { grantedAccess } from '../../domain/worker/access.ts';
import type { Material } from '../../domain/worker/material.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { AgentRole } from '../../ports/prompts.ts';
import type { WorkerInvocation, WorkerRequest } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { markerOf } from '../home/marker.ts';
import { writeRunDocument } from '../run-document/write-run-document.ts';
import type { RunScope } from '../run-scope.ts';
import { pipelineOf } from '../tasks/pipeline-of.ts';
import type { MadeWorktree } from '../worktrees/task-worktree.ts';
import { agentOptions } from './agent-options.ts';
import { workerEnvironment } from './child-environment.ts';
import { identityEnvironment } from './commit-identity.ts';
import { commitPlaces } from './commit-places.ts';
import { rememberNoEffort, takesEffort } from './effort-memory.ts';
import { followLog } from './follow-log.ts';
import { reportMissing } from './linked-skills.ts';
import { noteLaunch } from './note-launch.ts';
import { rolePrompt } from './role-prompt.ts';
import { type VisibleState, visibleState } from './visible-state.ts';
import { watchCancel } from './watch-cancel.ts';

/** One job's worker about to start. */
interface Launch {
  readonly job: Job;
  readonly task: Task;
  readonly role: AgentRole;
  readonly made: MadeWorktree;
  /** What was fetched into its worktree. */
  readonly materials: readonly Material[];
  /** How its worktree looked when everything was prepared. */
  readonly before: VisibleState;
}

/**
 * Runs a job's worker to its end. One that ends well, but has neither printed nor changed anything although it was told an effort, is
 * run once more without: versions of CLIs are known that fall silent over that option.
 */
export const launchWorker = async (app: App, scope: RunScope, launch: Launch): Promise<ProcessEnd> => {
  const request = await requestFor(app, scope, launch);
  const invocation = app.worker.invocation(request);
  for (const ignored of invocation.ignored ?? []) warn(app, `${app.worker.kind} cannot be told ${ignored}`);
  const { job, task, before } = launch;
  const keepsPrompt = pipelineOf(app, task).shared.includes(RUN_DOCUMENT);
  await noteLaunch(app, { run: job.run, task: task.id, job: job.id, keepsPrompt }, invocation, request);
  if (keepsPrompt) await writeRunDocument(app, job.run);
  const end = await runWorker(app, scope, launch, invocation);

  const plain = app.worker.invocation({ ...request, effort: null });
  const isSilent = end.reason === 'exited' && end.exitCode === 0 && end.stdoutBytes === 0;
  if (!isSilent || plain.argv.join('\0') === invocation.argv.join('\0')) return end;
  if ((await visibleState(app, launch.made.path)).text !== before.text) return end;
  warn(app, `${job.id}: ${app.worker.kind} printed nothing when told an effort; it runs again without`);
  const again = await runWorker(app, scope, launch, plain);
  if (again.stdoutBytes > 0) await rememberNoEffort(app);
  return again;
};

/** The deadline of a role's worker, in milliseconds. */
export const timeoutOf = ({ settings: { worker, limits } }: Pick<App, 'settings'>, role: string): number =>
  worker.timeoutsMs[role] ?? limits.workerTimeoutMs;

const requestFor = async (
  app: App,
  scope: RunScope,
  { job, task, role, made, materials }: Launch,
): Promise<WorkerRequest> => {
  const pipeline = pipelineOf(app, task);
  const stage = stageOf(pipeline, task.stage);
  const own = stage?.role === job.role ? stage : null;
  const { instructions } = job;
  const order = { task, role: job.role, instructions, checks: scope.checks, made, materials };
  const { text: prompt, gaps, skills } = await rolePrompt(app, order);
  if (gaps.length > 0) throw incompletePrompt(job, gaps);
  await reportMissing(app, task, job.role, skills);
  const promptFile = `${app.settings.layout.home}/runs/${job.run}/${job.id}.prompt.md`;
  await app.files.write(promptFile, prompt);
  const options = await agentOptions(app, job.role, task);
  return {
    worktree: made.path,
    gitCommonDir: (await app.git.position(made.path)).commonDir,
    role: job.role,
    prompt,
    promptFile,
    access: grantedAccess(app.settings.worker.access, [role.access, own?.access ?? role.access]),
    network: own?.network ?? role.network,
    ...(own !== null && pipeline.commit === 'worker' && !isJudging(pipeline, own)
      ? { commitsInto: await commitPlaces(app, made.path, task.branch) }
      : {}),
    ...options,
    effort: options.effort !== null && (await takesEffort(app)) ? options.effort : null,
  };
};

const incompletePrompt = ({ id, role }: Job, gaps: readonly string[]): OrchestratorError =>
  new OrchestratorError(
    'prompt-invalid',
    `${id} was not started: the prompt of the ${role} does not say: ${gaps.join('; ')}.`,
    'Mend the role, the frame or the request.',
  );

const runWorker = async (
  app: App,
  scope: RunScope,
  { job, made }: Launch,
  invocation: WorkerInvocation,
): Promise<ProcessEnd> => {
  const { limits } = app.settings;
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
      deadlineMs: timeoutOf(app, job.role),
      graceMs: limits.killGraceMs,
      maxOutputBytes: limits.processOutputBytes,
      silenceMs: limits.silenceMs,
      activity: async () => (await visibleState(app, made.path)).text,
      signal: AbortSignal.any([scope.signal, cancel.signal]),
    });
  } finally {
    await Promise.all([following.stop(), cancel.stop()]);
  }
};

const warn = (app: Pick<App, 'progress'>, text: string): void =>
  app.progress.emit({ type: 'notice', level: 'warning', text });
