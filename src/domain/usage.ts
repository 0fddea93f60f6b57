/** Tokens and money. `inputTokens` includes the cached ones. `costUsd` is null when no price is known. */
export interface Usage {
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
}

export const NO_USAGE: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };

/** Adds two usages; see `addCosts` for unknown prices. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costUsd: addCosts(a, b),
});

const isNothing = (u: Usage): boolean => u.inputTokens === 0 && u.outputTokens === 0;

/** A sum with an unpriced part is unknown: reporting only the known part would understate the bill. */
const addCosts = (a: Usage, b: Usage): number | null => {
  if (a.costUsd === null) return isNothing(a) ? b.costUsd : null;
  if (b.costUsd === null) return isNothing(b) ? a.costUsd : null;
  return a.costUsd + b.costUsd;
};
