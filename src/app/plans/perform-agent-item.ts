import { OrchestratorError } from '../../domain/errors.ts';
import { isActive, type Job } from '../../domain/job.ts';
import type { PlanTask, PlanWork } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { enqueueRoleAgent } from '../jobs/enqueue-role-agent.ts';
import { deliver, doneBefore } from './deliver.ts';
import { type Execution, INTERRUPTED, logOf, type PlanHands } from './plan-hands.ts';
import { taskOf } from './plan-task.ts';
import { attemptLine } from './run-attempt.ts';
import { startOf } from './start-of.ts';

/** How soon the end of a job is seen that another process brought about. */
const LOOK_EVERY_MS = 1_000;

/**
 * Has a role agent work on a task of a plan, as a job like any other: the same worktree, commit and account. Whether it worked is what
 * the job says; the gates are asked where the plan delivers.
 */
export const performAgentItem = async (
  hands: PlanHands,
  task: PlanTask,
  item: PlanItem,
  { role, prompt }: Extract<PlanWork, { type: 'agent' }>,
): Promise<Execution> => {
  const { app, run } = hands;
  const before = await doneBefore(hands, item);
  if (before !== null) return deliver(hands, task, before);
  const base = item.base ?? (await startOf(hands, task));
  const { id, branch, prompt: first } = await taskOf(hands, task, { ...item, base });
  // One that shares its worktree goes on with the task of whoever was there first.
  const instructions = prompt === first ? '' : prompt;
  const { job } = await enqueueRoleAgent(app, { run: run.id, task: id, role, instructions });
  await logInto(hands, job, item);
  const ended = await endOf(hands, job);
  if (isActive(ended.status)) return INTERRUPTED;
  const head = await app.git.resolve(run.mainPath, `refs/heads/${branch}`);
  const { exitCode } = ended;
  if (ended.status !== 'succeeded')
    return { status: 'failed', reason: `${ended.status}: ${ended.summary}`, exitCode, mayRetry: true, head };
  const done: Execution = { status: 'ready', reason: null, exitCode, mayRetry: true, head };
  return run.plan?.delivers === true ? deliver(hands, task, done) : done;
};

/** The attempts of a task stand in one log, whoever makes them. */
const logInto = async (hands: PlanHands, id: string, { id: task, attempts: attempt }: PlanItem): Promise<void> => {
  const { app } = hands;
  const job = await app.store.jobs.get(id);
  if (job?.status !== 'queued') return;
  const log = logOf(hands, task);
  await app.store.commit([{ type: 'save-job', job: { ...job, log } }]);
  await app.files.appendLine(log, attemptLine(attempt, app.clock.now()).trimEnd());
};

/** The job when it has ended with all that follows from it, or as it stands when the run is stopped. */
const endOf = async ({ app, pump, scope }: PlanHands, id: string): Promise<Job> => {
  for (;;) {
    const seen = pump.ends();
    await pump.kick();
    const job = await app.store.jobs.get(id);
    if (job === null) throw new OrchestratorError('unknown-job', `There is no job ${id}.`, 'Start the plan again.');
    if (!pump.isInHand(job) && (!isActive(job.status) || scope.signal.aborted)) return job;
    await pump.nextEnd(seen, LOOK_EVERY_MS, scope.signal);
    if (scope.signal.aborted) await pump.idle();
  }
};
