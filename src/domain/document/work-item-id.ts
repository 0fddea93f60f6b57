/** `<PREFIX>-<number>`, the number with at least three digits: `SHOP-007`. */
export const workItemId = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;
