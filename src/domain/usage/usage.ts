/** Tokens and money. `inputTokens` includes the cached ones. `costUsd` is null when no price is known. */
export interface Usage {
  readonly inputTokens: number;
  /** Input that was read from the cache or written into it. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly costUsd: number | null;
  /** The model that wrote all of it, or most; absent where nobody says, and in sums over several models. */
  readonly model?: string | undefined;
}

export const NO_USAGE: Usage = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };

/** Adds two usages; see `addCosts` for unknown prices. */
export const addUsage = (a: Usage, b: Usage): Usage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  costUsd: addCosts(a, b),
  ...withModel(commonModel(a, b)),
});

/** Adds what another attempt at the same work used; a model once known stays known when that one names none. */
export const addAttempt = (earlier: Usage, attempt: Usage): Usage => ({
  ...addUsage(earlier, attempt),
  ...withModel(attempt.model ?? earlier.model),
});

/**
 * The figures of a service that counts the parts of the cache apart from the rest. A part that was never recorded, or that is
 * no number, counts as 0.
 */
export const usageFromParts = (parts: {
  readonly input: unknown;
  readonly cacheRead: unknown;
  readonly cacheCreation: unknown;
  readonly output: unknown;
}): Pick<Usage, 'inputTokens' | 'cachedTokens' | 'outputTokens'> => {
  const cachedTokens = tokenCount(parts.cacheRead) + tokenCount(parts.cacheCreation);
  return { inputTokens: tokenCount(parts.input) + cachedTokens, cachedTokens, outputTokens: tokenCount(parts.output) };
};

/** Was anything used at all? */
export const isNoUsage = (usage: Usage): boolean => isNothing(usage) && !usage.costUsd;

const tokenCount = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? Math.trunc(value) : 0;

const isNothing = (u: Usage): boolean => u.inputTokens === 0 && u.outputTokens === 0;

/** A sum with an unpriced part is unknown: reporting only the known part would understate the bill. */
const addCosts = (a: Usage, b: Usage): number | null => {
  if (a.costUsd === null) return isNothing(a) ? b.costUsd : null;
  if (b.costUsd === null) return isNothing(b) ? a.costUsd : null;
  return a.costUsd + b.costUsd;
};

const commonModel = (a: Usage, b: Usage): string | undefined => {
  if (isNoUsage(a)) return b.model;
  if (isNoUsage(b)) return a.model;
  return a.model === b.model ? a.model : undefined;
};

const withModel = (model: string | undefined): Pick<Usage, 'model'> => (model === undefined ? {} : { model });
