/** Brings files from outside of the worktrees, for agents that may not reach out themselves. */
export interface Fetch {
  /**
   * Writes what an address (http, https) or a file of this machine holds to `target`, an absolute path: whole or not at all, and never
   * through a link that stands there. Resolves to its bytes. Rejects with `infrastructure` saying why it could not be had, and with
   * the signal's reason where that aborts it; neither names a secret of the address (INV-12).
   */
  bring(source: string, target: string, signal: AbortSignal): Promise<number>;
}
