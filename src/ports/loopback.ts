/** Servers of this very machine. */
export interface Loopback {
  /** A port at which nobody listens now. */
  freePort(): Promise<number>;
  isFree(port: number): Promise<boolean>;
  /** The status with which an address of loopback answers, redirections not followed; null: it does not answer within `timeoutMs`. */
  status(url: string, timeoutMs: number): Promise<number | null>;
}
