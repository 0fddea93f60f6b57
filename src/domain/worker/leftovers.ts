/** What a job left behind that a person has to look at; paths are relative to the checkout. */
export interface Leftovers {
  /** Neither committed nor ignored. */
  readonly dirty: readonly string[];
  /** Tests that it changed and may not, committed or not. */
  readonly tests: readonly string[];
}

/** The same as reasons, one a kind; none where nothing was left behind. */
export const findingsOf = ({ dirty, tests }: Leftovers): readonly string[] => [
  ...(tests.length === 0 ? [] : [`executor modified tests: ${listed(tests)}`]),
  ...(dirty.length === 0 ? [] : [`dirty tree: ${listed(dirty)}`]),
];

/** More names than these make a reason unreadable. */
const MOST_NAMES = 50;

const listed = (names: readonly string[]): string => {
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(', ') + (more > 0 ? ` and ${more} more` : '');
};
