import { formatCost } from '../format/cost.ts';
import { formatInput } from '../format/input.ts';
import { formatTokens } from '../format/tokens.ts';
import { isNoUsage, type Usage } from '../usage/usage.ts';
import { type Language, PHRASES } from './phrases.ts';

/** `8.5M in (8.4M cached) / 45.2k out · $7.29`; a price that nobody knows is said to be unknown, not free. */
export const usageLine = (usage: Usage, language: Language): string => {
  const unknown = usage.costUsd === null && !isNoUsage(usage);
  const cost = unknown ? PHRASES[language].unknownPrice : formatCost(usage.costUsd);
  return `${formatInput(usage)} / ${formatTokens(usage.outputTokens)} out · ${cost}`;
};
