import { slugOf } from '../../domain/text/slug.ts';
import type { PlanDraft } from './drafts.ts';

/** Where a task works; null: without a worktree, or none is known because of a mistake. */
export interface PlanPlace {
  readonly worktree: string | null;
  readonly branch: string | null;
}

/** The worktree and the branch of each task. Tasks that name the same worktree have one branch, whichever of them says which. */
export const placesOf = (drafts: readonly PlanDraft[]): readonly PlanPlace[] => {
  const worktrees = worktreesOf(drafts);
  const branches = new Map<string, string>();
  for (const { index, entry } of drafts) {
    const worktree = worktrees[index] ?? null;
    if (worktree !== null && entry.branch !== undefined && !branches.has(worktree))
      branches.set(worktree, entry.branch);
  }
  return worktrees.map((worktree) => ({
    worktree,
    branch: worktree === null ? null : (branches.get(worktree) ?? `task/${worktree.slice(PREFIX.length)}`),
  }));
};

const PREFIX = 'task-';

/** A name by the id where none is given. Different ids may give the same one; then the later gets a number. */
const worktreesOf = (drafts: readonly PlanDraft[]): readonly (string | null)[] => {
  const given = new Set(drafts.flatMap(({ entry }) => entry.worktree ?? []));
  /** By each name that comes from an id, the last number that was tried for it. */
  const numbers = new Map<string, number>();
  const byId = (id: string): string => {
    const name = `${PREFIX}${slugOf(id)}`;
    const last = numbers.get(name);
    if (last === undefined) {
      // It may be given on purpose elsewhere: a later task goes on in the worktree of this one.
      numbers.set(name, 1);
      return name;
    }
    let number = last + 1;
    while (numbers.has(`${name}-${number}`) || given.has(`${name}-${number}`)) number += 1;
    numbers.set(name, number);
    numbers.set(`${name}-${number}`, 1);
    return `${name}-${number}`;
  };
  return drafts.map(({ written, entry }) => {
    if (entry.worktree !== undefined) return entry.worktree === 'none' ? null : entry.worktree;
    return entry.id === undefined || written.has('worktree') ? null : byId(entry.id);
  });
};
