import type { PlanTask } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { failureReason } from '../tasks/failure-reason.ts';
import { performAgentHere } from './perform-agent-here.ts';
import { performAgentItem } from './perform-agent-item.ts';
import { performInWorktree } from './perform-in-worktree.ts';
import { type Execution, INTERRUPTED, type PlanHands, refusedExecution } from './plan-hands.ts';
import { endsRun } from './plan-outcome.ts';
import { runCommand } from './run-command.ts';

/**
 * Executes a task of a plan once. What goes wrong is the task's own; it rejects only with what must end the run: a main that moved, a
 * red baseline, a database that cannot be written.
 */
export const performItem = async (hands: PlanHands, task: PlanTask, item: PlanItem): Promise<Execution> => {
  try {
    if (await wasMerged(hands, item)) return MERGED;
    if (task.work.type === 'agent')
      return await (item.worktree === null ? performAgentHere : performAgentItem)(hands, task, item, task.work);
    if (item.worktree !== null) return await performInWorktree(hands, task, item, task.work.argv);
    return await runCommand(hands, task, task.work.argv, { attempt: item.attempts, cwd: hands.plan.directory });
  } catch (error) {
    if (hands.scope.signal.aborted) return INTERRUPTED;
    if (endsRun(error)) throw error;
    return refusedExecution(failureReason(hands.app, error, { task: task.id }));
  }
};

const MERGED: Execution = { status: 'merged', reason: null, exitCode: null, mayRetry: false, head: null };

/** A crash may have come between the merge and what the plan was told of it. */
const wasMerged = async ({ app }: PlanHands, { task }: PlanItem): Promise<boolean> =>
  task !== null && (await app.store.tasks.get(task))?.state.status === 'merged';
