import { OrchestratorError } from '../../domain/errors.ts';
import type { PlanTask } from '../../domain/plan/plan.ts';
import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { commitIdentity } from '../jobs/commit-identity.ts';
import { baseCommit } from '../merge/base-commit.ts';
import type { PlanHands } from './plan-hands.ts';

/**
 * The commit that a task's branch starts from: what the tasks that it depends on left on theirs. One of them: its head; several: a
 * merge of them; none that left anything, or a plan that delivers, so that their work is in main: the base of all work.
 * Rejects with `worktree-invalid` naming the paths where they contradict each other.
 */
export const startOf = async (hands: Pick<PlanHands, 'app' | 'run' | 'items'>, task: PlanTask): Promise<string> => {
  const { app, run } = hands;
  const base = await baseCommit(app, run, null);
  if (run.plan?.delivers === true) return base;
  const [first, ...others] = await beyond(hands, base, workBefore(hands, task));
  if (first === undefined) return base;
  let commit = first.head;
  for (const other of others) commit = await merge(hands, task.id, commit, other);
  return commit;
};

interface Work {
  readonly id: string;
  readonly head: string;
}

/** Looks through tasks that have no branch of their own to those whose work they were done after. */
const workBefore = ({ items }: Pick<PlanHands, 'items'>, { dependsOn }: PlanTask): readonly Work[] => {
  const seen = new Set<string>();
  const heads = new Map<string, Work>();
  const open = [...dependsOn].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const item: PlanItem | undefined = items.get(id);
    if (item === undefined || seen.has(id)) continue;
    seen.add(id);
    if (item.head === null) open.push(...[...item.dependsOn].reverse());
    else if (!heads.has(item.head)) heads.set(item.head, { id, head: item.head });
  }
  return [...heads.values()];
};

const beyond = async (
  { app, run }: Pick<PlanHands, 'app' | 'run'>,
  base: string,
  work: readonly Work[],
): Promise<readonly Work[]> => {
  const moved: Work[] = [];
  for (const one of work) {
    if (one.head !== base && !(await app.git.isAncestor(run.mainPath, one.head, base))) moved.push(one);
  }
  return moved;
};

const merge = async (
  { app, run }: Pick<PlanHands, 'app' | 'run'>,
  task: string,
  commit: string,
  { id, head }: Work,
): Promise<string> => {
  if (await app.git.isAncestor(run.mainPath, head, commit)) return commit;
  if (await app.git.isAncestor(run.mainPath, commit, head)) return head;
  const { tree, conflicts } = await app.git.mergeTree(run.mainPath, commit, head);
  if (tree === null)
    throw new OrchestratorError(
      'worktree-invalid',
      `What ${task} depends on cannot be brought together: the work of ${id} conflicts with the others in ${conflicts.join(', ')}.`,
      'Let one of them depend on the other, or keep them to different files.',
    );
  return app.git.commitTree(run.mainPath, {
    tree,
    parents: [commit, head],
    message: `Merge ${id} for ${task}\n`,
    identity: await commitIdentity(app),
  });
};
