/** The tech lead: something that plans and delegates until it has nothing more to say. It acts through tools alone. */
export interface Lead {
  /**
   * Goes on with a run's conversation, or begins it, until the lead's final message.
   * Rejects with `model-key-refused`, `model-unavailable`, `model-misbehaved` or `limit-reached`.
   */
  work(order: LeadOrder): Promise<LeadEnd>;
}

export interface LeadOrder {
  readonly run: string;
  /** What is new since the lead's last message: the goal at first, then outcomes of jobs, answers. */
  readonly message: string;
  readonly signal: AbortSignal;
}

export type LeadEnd =
  | { readonly type: 'final'; readonly message: string }
  /** A tool call waits for a person who is not there. */
  | { readonly type: 'waits'; readonly question: string };
