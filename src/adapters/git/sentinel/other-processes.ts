import type { Tampering } from '../../../ports/git.ts';
import type { Ledger } from './ledger.ts';
import type { LedgerEvent, Member } from './ledger-event.ts';
import type { TrustedState } from './trusted-state.ts';
import { pointerOf } from './watched-places.ts';

/** What other processes of the home do to the repository, as far as this one has read of it. */
export interface OtherProcesses {
  /** Takes over what they did since the last time; false when they did nothing new. */
  catchUp(): boolean;
  /** To be called before each look: what a process was at that has died is trusted as it left it. */
  follow(): void;
  /** Whether the entry of this id is being made or removed by one of them. */
  areChanging(id: string): boolean;
  /** Gets to know entries that nothing is known of; false when it took something over, so that all has to be looked at again. */
  meet(ids: readonly string[]): boolean;
  /** Begins with nothing, or with what they trust: what stands there may be what a worker of theirs made of it. */
  begin(history: readonly LedgerEvent[] | null): void;
}

interface Own {
  readonly commonDir: string;
  readonly ledger: Ledger;
  readonly trusted: TrustedState;
  /** What they found, in their order. */
  readonly found: (finding: Tampering) => void;
}

export function createOtherProcesses({ commonDir, ledger, trusted, found }: Own): OtherProcesses {
  /** Who changes a worktree at present, by the path of its `.git` file. */
  const changing = new Map<string, Member>();
  /** Entries of which the ledger says nothing. */
  const strangers = new Set<string>();

  function catchUp(): boolean {
    const news = ledger.news();
    for (const event of news) takeOver(event);
    return news.length > 0;
  }

  function takeOver(event: LedgerEvent): void {
    switch (event.type) {
      case 'changing':
        trusted.forgetAt(event.pointer);
        changing.set(event.pointer, event.by);
        return;
      case 'changed':
        trusted.forgetAt(event.pointer);
        changing.delete(event.pointer);
        for (const worktree of event.worktrees) {
          strangers.delete(worktree.id);
          trusted.adoptWorktree(worktree);
        }
        return;
      case 'found':
        found({ path: event.path, what: event.what });
        return;
      case 'joined':
      case 'left':
      case 'trusted':
        return;
    }
  }

  return {
    catchUp,

    follow() {
      if (changing.size === 0) return;
      catchUp();
      for (const [pointer, by] of [...changing]) {
        if (ledger.isAlive(by)) continue;
        changing.delete(pointer);
        trusted.rememberAt(pointer);
      }
    },

    areChanging(id) {
      if (changing.size === 0) return false;
      const pointer = pointerOf(commonDir, id);
      return pointer === null || changing.has(pointer);
    },

    meet(ids) {
      const met = ids.filter((id) => !strangers.has(id));
      if (met.length === 0) return true;
      if (catchUp()) return false;
      for (const id of met) strangers.add(id);
      return true;
    },

    begin(history) {
      changing.clear();
      strangers.clear();
      for (const event of history ?? []) {
        if (event.type === 'trusted') trusted.adopt(event.state);
        else if (event.type !== 'found') takeOver(event);
      }
    },
  };
}
