/** One command that the lead asks for. */
export interface CommandOrder {
  readonly worktree: string;
  readonly command: string;
  /** The lead's tool call, for what a crash cuts off. */
  readonly call: string;
}
