/** Tasks in an order in which each comes after those that it depends on, and why there is none for some. */
interface PlanOrder {
  /** Place of each task in the order; of no use among the tasks of a cycle. */
  readonly positions: readonly number[];
  /** Each closed by the dependency that leads back to its beginning; without the tasks of one another left out. */
  readonly cycles: readonly (readonly number[])[];
}

/** Enough to see what is wrong; tasks that all depend on one another would have more cycles than anybody reads. */
const MOST_CYCLES = 100;

/**
 * Sorts tasks by their dependencies. Each dependency is looked at once: chains may be as long as the plan.
 * @param edges indexes of the tasks that each task depends on
 */
export const orderOf = (edges: readonly (readonly number[])[]): PlanOrder => {
  const states: State[] = edges.map(() => 'new');
  const positions: number[] = edges.map(() => 0);
  const cycles: (readonly number[])[] = [];
  let sorted = 0;
  for (const root of edges.keys()) {
    const path = states[root] === 'new' ? [root] : [];
    const next = [0];
    while (path.length > 0) {
      const depth = path.length - 1;
      const task = path[depth] ?? root;
      const dependency = edges[task]?.[next[depth] ?? 0];
      states[task] = 'open';
      next[depth] = (next[depth] ?? 0) + 1;
      if (dependency === undefined) {
        states[task] = 'done';
        positions[task] = sorted;
        sorted += 1;
        path.pop();
      } else if (states[dependency] === 'new') {
        path.push(dependency);
        next[depth + 1] = 0;
      } else if (states[dependency] === 'open' && cycles.length < MOST_CYCLES) {
        cycles.push(fromSmallest(path.slice(path.lastIndexOf(dependency))));
      }
    }
  }
  return { positions, cycles };
};

type State = 'new' | 'open' | 'done';

/** The same cycle from its first task in the plan. */
const fromSmallest = (cycle: readonly number[]): readonly number[] => {
  const start = cycle.reduce((best, task, index) => (task < (cycle[best] ?? task) ? index : best), 0);
  return [...cycle.slice(start), ...cycle.slice(0, start)];
};
