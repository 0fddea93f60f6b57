import { type Usage, usageFromParts } from '../usage/usage.ts';
import { lastObject } from './last-object.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * What the last result in an agent's log says it used: an object with a `usage` block or a cost. Never throws; null when the
 * log has none.
 */
export const lastUsage = (log: string): Usage | null => {
  const result = lastObject(log, isResult);
  return result === null ? null : usageOfResult(result);
};

/** The usage of one result object. Figures that are no numbers count as 0; a cost that is none is an unknown price. */
export const usageOfResult = (result: JsonObject): Usage => {
  const usage = objectOf(result.usage);
  const model = modelOfResult(result);
  return {
    ...usageFromParts({
      input: usage.input_tokens,
      cacheRead: usage.cache_read_input_tokens,
      cacheCreation: usage.cache_creation_input_tokens,
      output: usage.output_tokens,
    }),
    costUsd: costOfResult(result),
    ...(model === null ? {} : { model }),
  };
};

/** The model that wrote the most, by `modelUsage`; else the one that the result names; null when it names none. */
export const modelOfResult = (result: JsonObject): string | null => {
  const [most] = Object.entries(objectOf(result.modelUsage))
    .map(([name, used]) => ({ name, tokens: outputOf(objectOf(used)) }))
    .toSorted((a, b) => b.tokens - a.tokens);
  if (most !== undefined) return most.name;
  return typeof result.model === 'string' && result.model !== '' ? result.model : null;
};

const isResult = (object: JsonObject): boolean => isObject(object.usage) || costOfResult(object) !== null;

const costOfResult = ({ total_cost_usd, cost_usd }: JsonObject): number | null =>
  [total_cost_usd, cost_usd].find(isAmount) ?? null;

const outputOf = ({ outputTokens, output_tokens }: JsonObject): number =>
  [outputTokens, output_tokens].find(isAmount) ?? 0;

const isAmount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
