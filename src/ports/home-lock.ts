/** One orchestrator works on a home at a time; looking needs no lock. */
export interface HomeLock {
  /** Rejects with `home-busy` naming the living process that holds it; a dead one's lock is taken over. */
  acquire(): Promise<void>;
  release(): Promise<void>;
}
