/**
 * Who works in which worktree (INV-15). One holder at a time; the others wait in the order in which they asked, so that the
 * calls of one turn on one worktree run in the order given.
 */
export interface Leases {
  /** e.g. `job J-3`; null when the worktree is free. */
  holder(worktree: string): string | null;
  /** Waits for its turn, works, and lets go, whatever the work ends with. */
  hold<T>(worktree: string, holder: string, work: () => Promise<T>): Promise<T>;
}

/** Leases of one process: there is one orchestrator on a home at a time (`HomeLock`). */
export const createLeases = (): Leases => {
  const holders = new Map<string, string>();
  const tails = new Map<string, Promise<unknown>>();
  return {
    holder: (worktree) => holders.get(worktree) ?? null,
    hold: (worktree, holder, work) => {
      const turn = async () => {
        holders.set(worktree, holder);
        try {
          return await work();
        } finally {
          holders.delete(worktree);
        }
      };
      const before = tails.get(worktree);
      // At once where it is free: two who look for a free one must not both find this.
      if (before === undefined) holders.set(worktree, holder);
      const mine = (before ?? Promise.resolve()).then(turn, turn);
      const settled = mine.catch(() => undefined);
      tails.set(worktree, settled);
      void settled.then(() => {
        if (tails.get(worktree) === settled) tails.delete(worktree);
      });
      return mine;
    },
  };
};
