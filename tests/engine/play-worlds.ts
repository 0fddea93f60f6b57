/** What came of many worlds: how often each thing was seen, and what the engine did that it never may (null when nothing). */
export type Totals<Counted extends string> = Readonly<Record<Counted, number>> & { readonly violation: string | null };

/** Plays one world of so many events after another, each from a seed of its own, until the events are used up or one finds a violation. */
export const playWorlds = <Counted extends string>(
  { seed, events, eventsPerWorld }: { readonly seed: number; readonly events: number; readonly eventsPerWorld: number },
  counted: readonly Counted[],
  play: (seed: number) => Totals<Counted>,
): Totals<Counted> => {
  const counts = new Map(counted.map((name) => [name, 0]));
  let violation: string | null = null;
  for (let world = 0; world * eventsPerWorld < events && violation === null; world += 1) {
    const result = play(seed + world);
    for (const name of counted) counts.set(name, (counts.get(name) ?? 0) + result[name]);
    if (result.violation !== null) violation = `seed ${seed + world}, ${result.violation}`;
  }
  return { ...(Object.fromEntries(counts) as Record<Counted, number>), violation };
};
