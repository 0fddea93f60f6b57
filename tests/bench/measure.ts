/** One line of the result: a figure with its unit, and the aim where there is one. */
export interface Figure {
  readonly what: string;
  readonly value: string;
  readonly aim?: string;
  /** What the figure was made of. */
  readonly note?: string;
}

export interface Benchmark {
  readonly name: string;
  measure(): Promise<readonly Figure[]>;
}

/** The middle value; of an even count the mean of both middle ones. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
};

/** Milliseconds that some work takes. */
export const timed = async (work: () => unknown): Promise<number> => {
  const start = performance.now();
  await work();
  return performance.now() - start;
};

/** How often a second something happens: the median of `rounds` rounds, each of which does it `count` times. */
export const rate = async (count: number, rounds: number, work: (index: number) => unknown): Promise<number> => {
  const rates: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ms = await timed(async () => {
      for (let index = 0; index < count; index += 1) await work(round * count + index);
    });
    rates.push((count * 1000) / ms);
  }
  return median(rates);
};

/** Medians of each side's milliseconds and of the ratios of neighbours: load that comes and goes meets both sides of a pair. */
export const paired = (base: readonly number[], ours: readonly number[]) => ({
  base: median(base),
  ours: median(ours),
  ratio: median(ours.map((value, index) => value / (base[index] ?? Number.NaN))),
});

export const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const times = (value: number): string => `${value.toFixed(2)} x`;
export const perSecond = (value: number): string => `${Math.round(value).toLocaleString('en')} /s`;
