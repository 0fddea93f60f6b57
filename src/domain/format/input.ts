import type { Usage } from '../usage/usage.ts';
import { formatTokens } from './tokens.ts';

/** The whole input and how much of it the cache had: `8.5M in (8.4M cached)`, or `45.2k in`. Never throws. */
export const formatInput = ({ inputTokens, cachedTokens }: Pick<Usage, 'inputTokens' | 'cachedTokens'>): string => {
  const cached = formatTokens(cachedTokens);
  return `${formatTokens(inputTokens)} in${cached === '0' ? '' : ` (${cached} cached)`}`;
};
