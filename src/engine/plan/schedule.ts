/** What the schedule needs to know of a task. Every name in `dependsOn` is the id of another one, and there is no cycle. */
export interface ScheduledTask {
  readonly id: string;
  readonly dependsOn: readonly string[];
  /** Extra attempts after the first. */
  readonly retries: number;
}

/** What follows from the end of one execution. */
export type Consequence =
  | { readonly type: 'done' }
  /** It is to run once more, and `next` hands it out before all others. */
  | { readonly type: 'again' }
  /** `skipped` will never start: they depend on it, directly or through others. */
  | { readonly type: 'failed'; readonly skipped: readonly string[] };

/**
 * Which task of a plan may start, and what the end of one means. It keeps its own books, so that each step costs as much as it
 * changes, however large the plan: every dependency is looked at once.
 */
export interface Schedule {
  /** Hands out a task whose dependencies are all done, in the order in which they became free; null while there is none. */
  next(): string | null;
  /** @param mayRetry false for what would fail in the same way again */
  ended(id: string, succeeded: boolean, mayRetry?: boolean): Consequence;
}

interface Node {
  readonly id: string;
  dependents: Node[];
  /** Dependencies that are not done yet. */
  waitsFor: number;
  retriesLeft: number;
  state: 'open' | 'handed-out' | 'settled';
}

/** @param done tasks that were done before and do not run again */
export const createSchedule = (tasks: readonly ScheduledTask[], done: ReadonlySet<string>): Schedule => {
  const nodes = new Map(tasks.map((task) => [task.id, newNode(task)]));
  const nodeOf = (id: string): Node => {
    const node = nodes.get(id);
    if (node === undefined) throw new Error(`The plan has no task ${id}.`);
    return node;
  };
  for (const { id, dependsOn } of tasks) {
    const node = nodeOf(id);
    if (done.has(id)) node.state = 'settled';
    for (const name of new Set(dependsOn)) {
      if (done.has(name)) continue;
      nodeOf(name).dependents.push(node);
      node.waitsFor += 1;
    }
  }
  // An array that grows by its first element has room for 16 more, which most tasks of a large plan never need.
  for (const node of nodes.values()) node.dependents = [...node.dependents];
  const free = [...nodes.values()].filter(isFree);
  const again: Node[] = [];
  let handedOut = 0;

  return {
    next: () => {
      const node = again.pop() ?? free[handedOut++];
      if (node === undefined) {
        handedOut = free.length;
        return null;
      }
      node.state = 'handed-out';
      return node.id;
    },
    ended: (id, succeeded, mayRetry = true) => {
      const node = nodeOf(id);
      if (node.state !== 'handed-out') throw new Error(`${id} has ended and was not running.`);
      if (!succeeded && mayRetry && node.retriesLeft > 0) {
        node.retriesLeft -= 1;
        again.push(node);
        return { type: 'again' };
      }
      node.state = 'settled';
      if (!succeeded) return { type: 'failed', skipped: skipBeyond(node) };
      for (const dependent of node.dependents) {
        dependent.waitsFor -= 1;
        if (isFree(dependent)) free.push(dependent);
      }
      return { type: 'done' };
    },
  };
};

const newNode = ({ id, retries }: ScheduledTask): Node => ({
  id,
  dependents: [],
  waitsFor: 0,
  retriesLeft: retries,
  state: 'open',
});

const isFree = ({ waitsFor, state }: Node): boolean => waitsFor === 0 && state === 'open';

/** Settles everything that depends on a task; what another failure has settled before is not told twice. */
const skipBeyond = (failed: Node): readonly string[] => {
  const skipped: string[] = [];
  const open = [failed];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const dependent of node.dependents) {
      if (dependent.state === 'settled') continue;
      dependent.state = 'settled';
      skipped.push(dependent.id);
      open.push(dependent);
    }
  }
  return skipped;
};
