import { commandToGoOn } from '../../domain/run.ts';
import type { App } from '../app.ts';

/** A worktree that a task of a plan has made. */
interface PlanWorktree {
  readonly branch: string;
  /** Why it has to stay; null where its plan came to its end, or was begun anew since. */
  readonly kept: string | null;
}

/** The worktrees of plans in the repository of `app`, by name. Of several that had a name the newest counts. */
export const worktreesOfPlans = async (
  app: Pick<App, 'store' | 'settings'>,
): Promise<ReadonlyMap<string, PlanWorktree>> => {
  const worktrees = new Map<string, PlanWorktree>();
  const plans = new Set<string>();
  for (const run of await app.store.runs.list()) {
    if (run.plan === null || run.mainPath !== app.settings.layout.mainPath) continue;
    const mayGoOn = run.status !== 'done' && !plans.has(run.plan.file);
    plans.add(run.plan.file);
    for (const { worktree, branch, base } of await app.store.planItems.inRun(run.id)) {
      const isMade = worktree !== null && branch !== null && base !== null;
      if (!isMade || worktrees.has(worktree)) continue;
      worktrees.set(worktree, { branch, kept: mayGoOn ? `its plan may go on: ${commandToGoOn(run)}` : null });
    }
  }
  return worktrees;
};
