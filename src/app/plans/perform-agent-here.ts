import type { PlanTask, PlanWork } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { grantedAccess } from '../../domain/worker/access.ts';
import type { ProcessEnd } from '../../ports/processes.ts';
import type { WorkerConclusion, WorkerRequest } from '../../ports/worker.ts';
import type { App } from '../app.ts';
import { agentOptions } from '../jobs/agent-options.ts';
import { workerEnvironment } from '../jobs/child-environment.ts';
import { timeoutOf } from '../jobs/launch-worker.ts';
import { noteLaunch } from '../jobs/note-launch.ts';
import { appForRole } from '../jobs/role-app.ts';
import { appForTask } from './app-for-task.ts';
import { type Execution, INTERRUPTED, logOf, type PlanHands } from './plan-hands.ts';
import { failureOf, runAttempt } from './run-attempt.ts';

/** What is read of its output to judge it: results stand at the end. */
const READ_LOG_BYTES = 4 * 1024 * 1024;

/**
 * Has an agent work in the plan's directory, without worktree and branch: it is told the plan's text and nothing else, and what it
 * leaves is the person's. What it used stands in its log alone.
 */
export const performAgentHere = async (
  hands: PlanHands,
  task: PlanTask,
  item: PlanItem,
  { role: name, prompt }: Extract<PlanWork, { type: 'agent' }>,
): Promise<Execution> => {
  const { run, plan } = hands;
  const role = await hands.app.prompts.agent(name);
  const app = await appForRole(appForTask(hands.app, name, task), role);
  const promptFile = `${app.settings.layout.home}/runs/${run.id}/${task.id}.prompt.md`;
  await app.files.write(promptFile, prompt);
  const request: WorkerRequest = {
    worktree: plan.directory,
    gitCommonDir: (await app.git.position(run.mainPath)).commonDir,
    role: name,
    prompt,
    promptFile,
    access: grantedAccess(app.settings.worker.access, [role.access]),
    network: role.network,
    ...(await agentOptions(app, name, { kind: 'chore', prompt, dependsOn: task.dependsOn, rejections: [] })),
  };
  const invocation = app.worker.invocation(request);
  await noteLaunch(app, { run: run.id, task: null, job: task.id, keepsPrompt: false }, invocation, request);
  const deadlineMs = timeoutOf(app, name);
  const env = workerEnvironment(app.settings, invocation.env);
  const { argv } = invocation;
  const end = await runAttempt({ ...hands, app }, task, {
    attempt: item.attempts,
    argv,
    cwd: plan.directory,
    env,
    deadlineMs,
  });
  if (end.reason === 'aborted') return INTERRUPTED;
  const reason =
    end.reason === 'exited' ? await problemOf(app, logOf(hands, task.id), end) : failureOf(end, deadlineMs);
  return { status: reason === null ? 'ready' : 'failed', reason, exitCode: end.exitCode, mayRetry: true, head: null };
};

/** What an agent says of itself counts as much as its exit code. */
const problemOf = async (app: App, log: string, end: ProcessEnd): Promise<string | null> => {
  const printed = await app.files.tail(log, Math.min(end.stdoutBytes, READ_LOG_BYTES));
  const conclusion: WorkerConclusion = app.worker.conclude(end, app.redact(printed));
  return conclusion.outcome === 'succeeded' ? null : conclusion.summary;
};
