import type { PlanTask } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { printableLine } from '../../domain/text/printable.ts';
import { commitWork } from '../jobs/commit-work.ts';
import { watchTampering } from '../jobs/watch-tampering.ts';
import { setUpWorktree } from '../worktrees/set-up-worktree.ts';
import { ensureWorktree, type MadeWorktree } from '../worktrees/task-worktree.ts';
import { noteUntracked } from '../worktrees/uncommitted-work.ts';
import { worktreePath } from '../worktrees/worktree-path.ts';
import { deliver, doneBefore } from './deliver.ts';
import { othersAtOnce } from './others-at-once.ts';
import type { Execution, PlanHands } from './plan-hands.ts';
import { callOffTask } from './plan-task.ts';
import { runCommand } from './run-command.ts';
import { startOf } from './start-of.ts';

/**
 * Runs a command in a worktree on a branch of its own. What it did well is committed by the harness (CF-36), and brought into main
 * where the plan delivers; after a failure it stays as it was left, for the next attempt.
 */
export const performInWorktree = async (
  hands: PlanHands,
  task: PlanTask,
  item: PlanItem,
  argv: readonly string[],
): Promise<Execution> => {
  const { app, run } = hands;
  const { worktree, branch } = item;
  if (worktree === null || branch === null) throw new Error(`${item.id} has no worktree.`);
  const order = { ...item, worktree, branch };
  const execute = () => executeThere(hands, task, order, argv);
  const execution =
    (await doneBefore(hands, order)) ??
    (await app.leases.hold(worktreePath(app, worktree), `task ${item.id} of ${run.id}`, execute));
  if (execution.status !== 'ready' || run.plan?.delivers !== true) return execution;
  // Many a task only looks, and its exit code has said what it found.
  if (execution.head === null || (await isInMain(hands, execution.head))) {
    await callOffTask(hands, item);
    return { ...execution, reason: NOTHING };
  }
  return deliver(hands, task, execution);
};

const NOTHING = 'it changed nothing, so that there is nothing to deliver';

const isInMain = async ({ app, run }: PlanHands, head: string): Promise<boolean> => {
  const main = await app.git.resolve(run.mainPath, `refs/heads/${run.mainBranch}`);
  return main !== null && (await app.git.isAncestor(run.mainPath, head, main));
};

type Placed = PlanItem & { readonly worktree: string; readonly branch: string };

const executeThere = async (
  hands: PlanHands,
  task: PlanTask,
  item: Placed,
  argv: readonly string[],
): Promise<Execution> => {
  const { app, run, scope } = hands;
  const made = await makeWorktree(hands, task, item);
  await setUpWorktree(app, { name: item.worktree, path: made.path, run: run.id, signal: scope.signal });
  await noteUntracked(app, item.worktree, (await app.git.status(made.path)).untracked);
  const begunAt = app.clock.now();
  const tamperingSince = await watchTampering(app);
  const execution = await runCommand(hands, task, argv, { attempt: item.attempts, cwd: made.path });
  // Before anything is committed there: main would be moved by our own hand.
  const detour = await app.git.straighten(run.mainPath, item.branch, made.head);
  const tampering = await tamperingSince();
  const findings = [
    tampering,
    tampering === null ? null : othersAtOnce(hands, item, begunAt),
    detour ? `The command had made ${item.branch} lead to another branch; it is where it was before.` : null,
  ].filter((finding) => finding !== null);
  if (execution.status === 'interrupted') return execution;
  if (execution.status === 'ready' && findings.length === 0) {
    const problem = await commitWork(app, work(item, argv), BY_COMMAND, made.path);
    if (problem !== null) findings.push(problem);
  }
  const head = await app.git.resolve(made.path, 'HEAD');
  if (findings.length === 0) return { ...execution, head };
  const reason = [...findings, execution.reason].filter((text) => text !== null).join('\n');
  return { ...execution, status: 'failed', reason, head };
};

/** One that is there already is taken as it is: a former attempt has worked in it, or a task that shares it. */
const makeWorktree = async (hands: PlanHands, task: PlanTask, item: Placed): Promise<MadeWorktree> => {
  const { app, run } = hands;
  const base = item.base ?? (await startOf(hands, task));
  // First of all, so that nobody takes what a crash leaves behind for somebody else's.
  if (item.base === null) await hands.save({ ...item, base });
  return ensureWorktree(app, run.id, { worktree: item.worktree, branch: item.branch, base });
};

const BY_COMMAND = { role: 'command', writes: null };

const LONGEST_TITLE = 72;

/** How the commit of a command's work is called. */
const work = ({ id, worktree, branch }: Placed, argv: readonly string[]) => ({
  worktree,
  branch,
  kind: 'chore' as const,
  slug: worktree.replace(/^task-/, ''),
  title: printableLine(`${id}: ${argv.join(' ')}`).slice(0, LONGEST_TITLE),
});
