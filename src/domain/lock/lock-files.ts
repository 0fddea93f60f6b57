import type { BeforeAfter } from '../checks/package-checks.ts';
import type { LockEntries } from './lock-entries.ts';
import { cargoLockEntries, goSumEntries, pythonLockEntries } from './lock-lines.ts';
import { npmLockChanged } from './npm-lock.ts';
import { pnpmLockEntries } from './pnpm-lock.ts';
import { yarnLockEntries } from './yarn-lock.ts';

type Comparison = (before: string, after: string, words: ReadonlySet<string>) => boolean;

/** For lock files that bind each entry by a key of its own: what is only added leaves the others as they are. */
const byEntries =
  (read: (text: string) => LockEntries): Comparison =>
  (before, after) => {
    const old = read(before);
    const fresh = read(after);
    return old === null || fresh === null || [...old].some(([key, source]) => fresh.get(key) !== source);
  };

const COMPARISONS: readonly { readonly file: RegExp; readonly changed: Comparison }[] = [
  { file: /(^|\/)(package-lock|npm-shrinkwrap)\.json$/, changed: npmLockChanged },
  { file: /(^|\/)yarn\.lock$/, changed: byEntries(yarnLockEntries) },
  { file: /(^|\/)pnpm-lock\.yaml$/, changed: byEntries(pnpmLockEntries) },
  { file: /(^|\/)(uv|poetry)\.lock$/, changed: byEntries(pythonLockEntries) },
  { file: /(^|\/)Cargo\.lock$/, changed: byEntries(cargoLockEntries) },
  { file: /(^|\/)go\.sum$/, changed: byEntries(goSumEntries) },
];

/** Whether a path is a lock file that `lockedSourcesChanged` can read. */
export const isLockFile = (path: string): boolean => COMPARISONS.some(({ file }) => file.test(path));

/**
 * Whether a lock file gives what main has installed another source: an entry is another one or gone, or an added one stands before
 * it. So does a lock file that is new, gone, or not to be read. Entries that are only added are no such change (INV-3).
 * @param words what checks and scripts name, for programs that an added package would bring under such a name
 */
export const lockedSourcesChanged = (
  path: string,
  { before, after }: BeforeAfter,
  words: ReadonlySet<string>,
): boolean => {
  const comparison = COMPARISONS.find(({ file }) => file.test(path));
  if (comparison === undefined || before === null || after === null) return true;
  return comparison.changed(before, after, words);
};
