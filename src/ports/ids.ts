/** Names that nobody else has; handed in so that the engine knows no randomness. */
export interface Ids {
  /** `r-` and a few letters and digits. */
  run(): string;
  /** A unique marker part for short-lived things (commands, checks, moves). */
  unique(): string;
}
