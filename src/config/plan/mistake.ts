import { closest } from 'fastest-levenshtein';

/** One thing that is wrong in a plan, by the path to it from the root. */
export interface PlanMistake {
  readonly path: readonly PropertyKey[];
  /** Where the key is wrong rather than what it holds. */
  readonly atKey?: boolean;
  readonly message: string;
}

/** The path of a task, or of something in it. */
export const inTask = (index: number, ...rest: readonly (string | number)[]): readonly (string | number)[] => [
  'tasks',
  index,
  ...rest,
];

/** Text of the plan as a message holds it: in quotes, on one line, and not without end. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

const LONGEST = 500;

export const unknownName = (what: string, name: string, known: readonly string[]): string => {
  const nearest = known.length === 0 ? '' : `, the nearest known one is ${quoted(closest(name, [...known]))}`;
  return `unknown ${what} ${quoted(name)}${nearest}`;
};
