/** Names that nobody else has; handed in so that the engine knows no randomness. */
export interface Ids {
  /** `r-` and a few letters and digits. */
  run(): string;
  /** A unique marker part for short-lived things (commands, checks, moves). */
  unique(): string;
  /** From 0 to below 1, for whatever must not happen in step with others. */
  fraction(): number;
}
