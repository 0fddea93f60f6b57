/** US dollars with two decimals: `$7.29`. What is no amount reads `$0.00`; never throws. */
export const formatCost = (usd: unknown): string =>
  typeof usd === 'number' && Number.isFinite(usd) && usd > 0 ? `$${usd.toFixed(2)}` : '$0.00';
