import type { PlanDraft } from './drafts.ts';
import type { PlanGraph } from './graph.ts';
import { inTask, type PlanMistake, quoted } from './mistake.ts';
import type { PlanPlace } from './worktrees.ts';

/** What git, or two tasks at once, could not do with the worktrees and branches of a plan. */
export const placeMistakes = (
  drafts: readonly PlanDraft[],
  places: readonly PlanPlace[],
  graph: PlanGraph,
  mainBranch: string | null,
): readonly PlanMistake[] => {
  const rooms = [...roomsOf(drafts, places)];
  return [
    ...drafts.flatMap(branchWithoutWorktree),
    ...rooms.flatMap((room) => [...differentBranches(room), ...unorderedTasks(room, graph)]),
    ...clashingBranches(rooms, mainBranch),
  ];
};

/** A worktree with its branch and the tasks that work there, in the order of the plan. */
interface Room {
  readonly worktree: string;
  readonly branch: string;
  readonly first: PlanDraft;
  readonly drafts: PlanDraft[];
}

const roomsOf = (drafts: readonly PlanDraft[], places: readonly PlanPlace[]): Iterable<Room> => {
  const rooms = new Map<string, Room>();
  for (const draft of drafts) {
    const { worktree = null, branch = null } = places[draft.index] ?? {};
    if (worktree === null || branch === null) continue;
    const room = rooms.get(worktree);
    if (room === undefined) rooms.set(worktree, { worktree, branch, first: draft, drafts: [draft] });
    else room.drafts.push(draft);
  }
  return rooms.values();
};

const branchWithoutWorktree = ({ index, written, entry }: PlanDraft): readonly PlanMistake[] =>
  written.has('branch') && entry.worktree === 'none'
    ? [
        {
          path: inTask(index, 'branch'),
          atKey: true,
          message: 'with "worktree: none" there is no branch: leave one of them out',
        },
      ]
    : [];

const differentBranches = ({ worktree, branch, drafts }: Room): readonly PlanMistake[] =>
  drafts
    .filter(({ entry }) => entry.branch !== undefined && entry.branch !== branch)
    .map(({ index }) => ({
      path: inTask(index, 'branch'),
      message: `the worktree ${quoted(worktree)} is on the branch ${quoted(branch)} already`,
    }));

/** Two tasks at once in one worktree would write into each other's work (INV-15). */
const unorderedTasks = ({ worktree, drafts }: Room, graph: PlanGraph): readonly PlanMistake[] => {
  const sorted = drafts.toSorted((a, b) => positionOf(graph, a.index) - positionOf(graph, b.index));
  return sorted.flatMap((later, place) => {
    const earlier = sorted[place - 1];
    if (earlier === undefined || waitsFor(graph, later.index, earlier.index)) return [];
    const [other, task] = [earlier, later].toSorted((a, b) => a.index - b.index);
    const message = `the worktree ${quoted(worktree)} is also that of ${quoted(other?.entry.id ?? '')}, and neither waits for the other: write it into "depends_on", or name another worktree`;
    return task === undefined
      ? []
      : [{ path: inTask(task.index, task.written.has('worktree') ? 'worktree' : 'id'), message }];
  });
};

/** Whether a task comes after another in any case. A task whose dependencies have a mistake may turn out to. */
const waitsFor = (graph: PlanGraph, later: number, earlier: number): boolean => {
  const seen = new Set<number>();
  const open = [later];
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    if (task === earlier || graph.doubtful.has(task)) return true;
    // What comes before the earlier one cannot wait for it.
    if (seen.has(task) || positionOf(graph, task) < positionOf(graph, earlier)) continue;
    seen.add(task);
    open.push(...(graph.dependencies[task] ?? []));
  }
  return false;
};

const positionOf = ({ positions }: PlanGraph, task: number): number => positions[task] ?? 0;

/** A branch is checked out in one worktree, and is a file where git keeps it: none can lie below another. */
const clashingBranches = (rooms: readonly Room[], mainBranch: string | null): readonly PlanMistake[] => {
  const owners = new Map<string, string>(mainBranch === null ? [] : [[mainBranch, 'main']]);
  const mistakes: PlanMistake[] = [];
  const refuse = (room: Room, message: string): void => {
    const named = room.drafts.find(({ entry }) => entry.branch === room.branch);
    mistakes.push({
      path: named === undefined ? inTask(room.first.index, 'id') : inTask(named.index, 'branch'),
      message,
    });
  };
  for (const room of rooms) {
    const owner = owners.get(room.branch);
    if (owner !== undefined)
      refuse(room, `the branch ${quoted(room.branch)} is checked out in ${quoted(owner)}: name another one`);
    else owners.set(room.branch, room.worktree);
  }
  for (const room of rooms) {
    const above = ancestorsOf(room.branch).find((name) => owners.has(name));
    if (above !== undefined)
      refuse(
        room,
        `git cannot have the branches ${quoted(above)} and ${quoted(room.branch)} side by side: name another one`,
      );
  }
  return mistakes;
};

/** `a` and `a/b` of `a/b/c`. */
const ancestorsOf = (branch: string): readonly string[] =>
  branch
    .split('/')
    .slice(0, -1)
    .map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));
