import { type SeededRandom, seededRandom } from '../guard/seeded-random.ts';

export interface ChaosRandom extends SeededRandom {
  /** The same values in another order. */
  shuffle<T>(values: readonly T[]): readonly T[];
}

export const chaosRandom = (seed: number): ChaosRandom => {
  const random = seededRandom(seed);
  return {
    ...random,
    shuffle: (values) =>
      values
        .map((value) => ({ value, place: random.upTo(2 ** 31) }))
        .toSorted((a, b) => a.place - b.place)
        .map(({ value }) => value),
  };
};
