import type { Task, TaskStatus } from '../../domain/task.ts';
import type { App } from '../app.ts';
import { appOfRun } from '../app-of-run.ts';
import { reap } from '../home/reap.ts';
import { workAlone } from '../runs/work-alone.ts';
import { pruneVersions } from '../versions/prune-versions.ts';
import { listWorktrees } from './list-worktrees.ts';
import { removeWorktree } from './remove-worktree.ts';
import { removeScratch } from './scratch-worktree.ts';
import { worktreesOfPlans } from './worktrees-of-plans.ts';

const NEVER = new AbortController().signal;

export interface Pruned {
  /** Its name; for a version whose worktree is released already, the name that it had. */
  readonly worktree: string;
  /** Whether it is gone: never in a dry run. */
  readonly removed: boolean;
  /** In a dry run: it would go. */
  readonly wouldRemove?: boolean;
  readonly reason: string;
}

const OVER: ReadonlySet<TaskStatus> = new Set(['merged', 'skipped', 'cancelled']);

/**
 * Removes, in every repository that tasks of the home worked in, the worktrees of tasks and plans that are over and hold no work, and
 * the branches of versions that were not chosen; what is kept is named with its reason (INV-9).
 * Rejects with `home-busy` while a main job is under way. Workers may be: what they are at is leased, and stays.
 */
export const pruneWorktrees = async (app: App, options: { dryRun: boolean }): Promise<readonly Pruned[]> => {
  if (options.dryRun) return pruneAll(app, options);
  const work = async () => {
    // What a dead process held would seem to be in use.
    await reap(app);
    return pruneAll(app, options);
  };
  return workAlone(app, work, NEVER);
};

const pruneAll = async (app: App, options: { dryRun: boolean }): Promise<readonly Pruned[]> => {
  const pruned: Pruned[] = [];
  for (const there of await repositoriesOf(app)) {
    const would = { removed: false, wouldRemove: true, reason: 'unless it holds work' } as const;
    if (!options.dryRun) await removeScratch(there);
    pruned.push(
      ...(await prune(there, options.dryRun ? async () => would : (...which) => removeWorktree(there, ...which))),
    );
    pruned.push(...(await pruneVersions(there, options)));
  }
  return pruned;
};

/** The base directory's own, and those of all runs. One that cannot be opened is left out; the log says why. */
const repositoriesOf = async (app: App): Promise<Iterable<App>> => {
  const newest = new Map((await app.store.runs.list()).toReversed().map(({ mainPath, id }) => [mainPath, id]));
  newest.delete(app.settings.layout.mainPath);
  const others = await Promise.all([...newest.values()].map((run) => appOfRun(app, run)));
  return new Map([app, ...others].map((there) => [there.settings.layout.mainPath, there])).values();
};

type Remove = (worktree: string, isOwned?: (branch: string | null) => boolean) => Promise<Omit<Pruned, 'worktree'>>;

const prune = async (app: App, remove: Remove): Promise<readonly Pruned[]> => {
  const [tasks, ofPlans] = await Promise.all([app.store.tasks.list(), worktreesOfPlans(app)]);
  const results: Pruned[] = [];
  for (const { worktree, branch, task } of await listWorktrees(app)) {
    if (worktree === 'main') continue;
    const owner = tasks.find(({ id }) => id === task);
    const ofPlan = owner === undefined ? ofPlans.get(worktree) : undefined;
    const isOfPlan = (on: string | null): boolean => on === ofPlan?.branch;
    const kept = ofPlan !== undefined && isOfPlan(branch) ? ofPlan.kept : reasonToKeep(owner);
    const removal = kept === null ? await remove(worktree, ofPlan && isOfPlan) : { removed: false, reason: kept };
    results.push({ worktree, ...removal });
  }
  return results;
};

const reasonToKeep = (owner: Task | undefined): string | null => {
  if (owner === undefined) return 'it belongs to no task';
  return OVER.has(owner.state.status) ? null : `${owner.id} is ${owner.state.status}`;
};
