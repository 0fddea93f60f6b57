/** `999`, `1.2k`, `2.5M`. What is no count of tokens reads `0`; never throws. */
export const formatTokens = (count: unknown): string => {
  if (typeof count !== 'number' || !Number.isFinite(count) || count <= 0) return '0';
  if (count >= 1_000_000) return `${(count / 1_000_000).toFixed(1)}M`;
  if (count >= 1000) return `${(count / 1000).toFixed(1)}k`;
  return String(Math.trunc(count));
};
