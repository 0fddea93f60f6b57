import type { Usage } from './usage.ts';

/** US dollars for a million tokens, as the service publishes them. */
interface Price {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** List prices of OpenAI's own service. A model that is missing here has no known price: a guess would look like a bill. */
const PRICES: Readonly<Record<string, Price>> = {
  'gpt-5.1': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-codex': { input: 1.25, cached: 0.125, output: 10 },
  'gpt-5-mini': { input: 0.25, cached: 0.025, output: 2 },
  'gpt-5-nano': { input: 0.05, cached: 0.005, output: 0.4 },
  'gpt-4.1': { input: 2, cached: 0.5, output: 8 },
  'gpt-4.1-mini': { input: 0.4, cached: 0.1, output: 1.6 },
  'gpt-4o': { input: 2.5, cached: 1.25, output: 10 },
  o3: { input: 2, cached: 0.5, output: 8 },
  'o4-mini': { input: 1.1, cached: 0.275, output: 4.4 },
};

const OWN_SERVICE = /^https:\/\/([a-z]+\.)?api\.openai\.com(\/|$)/;

/** Whether what this model uses can be said in money: a model's name on somebody else's service says nothing about its price. */
export const hasPrice = (model: { readonly name: string; readonly baseUrl: string | null }): boolean =>
  priceOf(model) !== null;

/** The cost of these tokens in US dollars; null when no price is known. */
export const costOf = (
  model: { readonly name: string; readonly baseUrl: string | null },
  tokens: Pick<Usage, 'inputTokens' | 'cachedTokens' | 'outputTokens'>,
): number | null => {
  const price = priceOf(model);
  if (price === null) return null;
  const fresh = tokens.inputTokens - tokens.cachedTokens;
  return (fresh * price.input + tokens.cachedTokens * price.cached + tokens.outputTokens * price.output) / 1_000_000;
};

/** A dated snapshot (`gpt-5-2025-08-07`) costs what its model costs. */
const priceOf = (model: { readonly name: string; readonly baseUrl: string | null }): Price | null => {
  if (model.baseUrl !== null && !OWN_SERVICE.test(model.baseUrl)) return null;
  const name = model.name.replace(/-\d{4}-\d{2}-\d{2}$/, '');
  return Object.hasOwn(PRICES, name) ? (PRICES[name] ?? null) : null;
};
