/** `<PREFIX>-<number>`, the number with at least three digits: `SHOP-007`. */
export const workItemId = (prefix: string, number: number): string => `${prefix}-${String(number).padStart(3, '0')}`;

/**
 * The id that follows the highest one of its prefix; `-001` where there is none.
 * @param taken ids of one repository, in any order; those of other prefixes do not count
 */
export const nextWorkItemId = (prefix: string, taken: Iterable<string>): string => {
  let highest = 0;
  for (const id of taken) {
    const parts = partsOf(id);
    if (parts?.prefix === prefix) highest = Math.max(highest, parts.number);
  }
  return workItemId(prefix, highest + 1);
};

/**
 * The id itself where it is free, else the next free number in the same width (`ET-006` taken: `ET-007`). An id without a number
 * comes back as it is: there is nothing to count on.
 * @param taken ids of one repository; what another one has does not count
 */
export const freeWorkItemId = (id: string, taken: ReadonlySet<string>): string => {
  const parts = partsOf(id);
  if (parts === null) return id;
  const { prefix, number, width } = parts;
  for (let next = number; ; next += 1) {
    const candidate = `${prefix}-${String(next).padStart(width, '0')}`;
    if (!taken.has(candidate)) return candidate;
  }
};

const partsOf = (id: string): { readonly prefix: string; readonly number: number; readonly width: number } | null => {
  const [, prefix, digits] = /^(.+)-(\d+)$/.exec(id) ?? [];
  return prefix === undefined || digits === undefined ? null : { prefix, number: Number(digits), width: digits.length };
};
