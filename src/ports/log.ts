/** Diagnostics for people who look for a fault; never the product's output. Secrets are removed by the implementation. */
export interface Log {
  debug(facts: object, text: string): void;
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}
