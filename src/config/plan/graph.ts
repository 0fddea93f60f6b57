import type { PlanDraft } from './drafts.ts';
import { inTask, type PlanMistake, quoted, unknownName } from './mistake.ts';
import { orderOf } from './order.ts';

/** Who waits for whom, by the places of the tasks in the plan. */
export interface PlanGraph {
  readonly dependencies: readonly (readonly number[])[];
  /** Each task comes after those that it depends on, but for the tasks in doubt. */
  readonly positions: readonly number[];
  /** Tasks that have a mistake in what they depend on. */
  readonly doubtful: ReadonlySet<number>;
  readonly mistakes: readonly PlanMistake[];
}

/** Finding the nearest of ten thousand ids takes a millisecond. */
const MOST_HINTS = 100;

/** Follows the ids: those that stand twice, that nobody has, and that lead back to where they came from. */
export const readGraph = (drafts: readonly PlanDraft[]): PlanGraph => {
  const { indexes, mistakes: repeatedIds } = indexIds(drafts);
  const links = drafts.map((draft) => linksOf(draft, indexes));
  const known = [...indexes.keys()];
  const strangers = links.flatMap(({ strangers }) => strangers);
  const dependencies = links.map(({ known }) => known);
  const { positions, cycles } = orderOf(dependencies);
  const invalid = drafts.filter(({ written, entry }) => written.has('depends_on') && entry.depends_on === undefined);
  return {
    dependencies,
    positions,
    doubtful: new Set([...invalid.map(({ index }) => index), ...strangers.map(({ task }) => task), ...cycles.flat()]),
    mistakes: [
      ...repeatedIds,
      ...strangers.map(({ task, place, id }, index) => ({
        path: inTask(task, 'depends_on', place),
        message: unknownName('task', id, index < MOST_HINTS ? known : []),
      })),
      ...links.flatMap(({ repeated }) => repeated),
      ...cycles.map((cycle) => cycleMistake(cycle, drafts)),
    ],
  };
};

const indexIds = (drafts: readonly PlanDraft[]): { indexes: ReadonlyMap<string, number>; mistakes: PlanMistake[] } => {
  const indexes = new Map<string, number>();
  /** An id names a log, and not every file system tells cases apart. */
  const names = new Map<string, number>();
  const mistakes: PlanMistake[] = [];
  for (const { index, entry } of drafts) {
    if (entry.id === undefined) continue;
    const name = entry.id.toLowerCase();
    const first = names.get(name);
    if (first === undefined) names.set(name, index);
    else {
      const twice = indexes.has(entry.id) ? 'stands twice' : 'stands twice but for its case';
      mistakes.push({ path: inTask(index, 'id'), message: `${quoted(entry.id)} ${twice}, first as tasks.${first}` });
    }
    if (!indexes.has(entry.id)) indexes.set(entry.id, index);
  }
  return { indexes, mistakes };
};

interface Links {
  readonly known: readonly number[];
  readonly strangers: readonly { readonly task: number; readonly place: number; readonly id: string }[];
  readonly repeated: readonly PlanMistake[];
}

const linksOf = ({ index, entry }: PlanDraft, indexes: ReadonlyMap<string, number>): Links => {
  const known = new Set<number>();
  const strangers: Links['strangers'][number][] = [];
  const repeated: PlanMistake[] = [];
  for (const [place, id] of (entry.depends_on ?? []).entries()) {
    const dependency = indexes.get(id);
    if (dependency === undefined) strangers.push({ task: index, place, id });
    else if (known.has(dependency))
      repeated.push({ path: inTask(index, 'depends_on', place), message: `${quoted(id)} stands twice` });
    else known.add(dependency);
  }
  return { known: [...known], strangers, repeated };
};

/** Both ends of a long way round say where to look. */
const SHOWN_ENDS = 8;

const cycleMistake = (cycle: readonly number[], drafts: readonly PlanDraft[]): PlanMistake => {
  const ids = cycle.map((task) => drafts[task]?.entry.id ?? '');
  const [first = 0] = cycle;
  const [start = '', second = start] = ids;
  const hidden = ids.length - 2 * SHOWN_ENDS;
  const shown = hidden > 1 ? [...ids.slice(0, SHOWN_ENDS), `… ${hidden} more …`, ...ids.slice(-SHOWN_ENDS)] : ids;
  return {
    path: inTask(first, 'depends_on', drafts[first]?.entry.depends_on?.indexOf(second) ?? 0),
    message: `dependency cycle: ${[...shown, start].join(' -> ')}`,
  };
};
