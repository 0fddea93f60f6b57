import type { PlanItem } from '../../domain/plan/plan-item.ts';
import { freeName } from '../../domain/text/slug.ts';

/**
 * Gives the tasks of a plan that have no place yet worktrees and branches that nobody has; a name that is taken gets a suffix, and so
 * does its branch. Tasks that name the same worktree share it.
 * @param inUse the worktrees and branches of others
 */
export const reserveNames = (items: readonly PlanItem[], inUse: ReadonlySet<string>): readonly PlanItem[] => {
  const taken = new Set(inUse);
  for (const { worktree, branch, base } of items)
    if (worktree !== null && branch !== null && base !== null) taken.add(worktree).add(branch);
  const places = new Map<string, { readonly worktree: string; readonly branch: string }>();
  return items.map((item) => {
    const { worktree, branch, base } = item;
    if (worktree === null || branch === null || base !== null) return item;
    const place = places.get(worktree) ?? freePlace(worktree, branch, taken);
    places.set(worktree, place);
    taken.add(place.worktree).add(place.branch);
    return { ...item, ...place };
  });
};

const freePlace = (worktree: string, branch: string, taken: ReadonlySet<string>) => {
  const free = freeName(worktree, (name) => taken.has(name) || taken.has(branch + name.slice(worktree.length)));
  return { worktree: free, branch: branch + free.slice(worktree.length) };
};
