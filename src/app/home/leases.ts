import type { Lease } from '../../domain/orchestrator.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ids } from '../../ports/ids.ts';
import type { Store } from '../../ports/store.ts';
import type { Presence } from './presence.ts';

/**
 * Who works where (INV-15), in this process and in all others on the home. One holder at a time; those of one process wait in the
 * order in which they asked, so that the calls of one turn on one worktree run in the order given. A name says what is worked on
 * for the whole home: the absolute path of a worktree, which for main's is that of the repository.
 */
export interface Leases {
  /** e.g. `job J-3`; null when it is free. */
  holder(name: string): Promise<string | null>;
  /** Waits for its turn, works, and lets go, whatever the work ends with. Rejects with `state-conflict` once this process was given up. */
  hold<T>(name: string, holder: string, work: () => Promise<T>): Promise<T>;
  /** The same where it is free at once; null where it is not, and then nothing was done. */
  holdIfFree<T>(name: string, holder: string, work: () => Promise<T>): Promise<{ readonly value: T } | null>;
}

/** Another process is asked again after so long and up to as much more, so that those who wait do not ask in step. */
const POLL_MS = 50;
const JITTER_MS = 100;

interface Needs {
  readonly store: Pick<Store, 'leases'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'fraction'>;
  readonly presence: Pick<Presence, 'id' | 'lost'>;
}

/** Leases that are rows of the store; within this process who waits is told at once. */
export const createLeases = ({ store, clock, ids, presence }: Needs): Leases => {
  const holders = new Map<string, string>();
  const tails = new Map<string, Promise<unknown>>();

  const rowOf = (name: string, holder: string): Lease => ({
    name,
    orchestrator: presence.id,
    holder,
    since: clock.now(),
  });

  /** A dead one's lease stays until its leftovers are cleared away (`reap`): what it had started may still be at work there. */
  const waitForRow = async (name: string, holder: string): Promise<void> => {
    while ((await store.leases.take(rowOf(name, holder))) !== null) {
      do await clock.sleep(POLL_MS + ids.fraction() * JITTER_MS, presence.lost);
      while ((await store.leases.get(name)) !== null);
    }
  };

  const workAndLetGo = async <T>(name: string, holder: string, work: () => Promise<T>): Promise<T> => {
    holders.set(name, holder);
    try {
      return await work();
    } finally {
      holders.delete(name);
      await store.leases.release(name, presence.id);
    }
  };

  /** Puts a turn behind those that wait in this process. */
  const enqueue = <T>(name: string, holder: string, turn: () => Promise<T>): Promise<T> => {
    const before = tails.get(name);
    // At once where it is free: two who look for a free one must not both find this.
    if (before === undefined) holders.set(name, holder);
    const mine = (before ?? Promise.resolve()).then(turn, turn);
    const settled = mine.catch(() => undefined);
    tails.set(name, settled);
    void settled.then(() => {
      if (tails.get(name) !== settled) return;
      tails.delete(name);
      holders.delete(name);
    });
    return mine;
  };

  return {
    holder: async (name) => holders.get(name) ?? (await store.leases.get(name))?.holder ?? null,
    hold: (name, holder, work) =>
      enqueue(name, holder, async () => {
        await waitForRow(name, holder);
        return workAndLetGo(name, holder, work);
      }),
    holdIfFree: async (name, holder, work) => {
      if (tails.has(name)) return null;
      return enqueue(name, holder, async () => {
        if ((await store.leases.take(rowOf(name, holder))) !== null) return null;
        return { value: await workAndLetGo(name, holder, work) };
      });
    },
  };
};
