export interface SeededRandom {
  /** A whole number from 0 to `limit - 1`. */
  upTo(limit: number): number;
  pick<T>(values: readonly T[]): T;
}

/** The same numbers for the same seed on every machine (mulberry32), so that a failure can be replayed. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const upTo = (limit: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return {
    upTo,
    pick: (values) => {
      const value = values[upTo(values.length)];
      if (value === undefined) throw new Error('nothing to pick from');
      return value;
    },
  };
}
