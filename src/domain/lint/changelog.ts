/** Whether a file is the project's changelog. */
export const isChangelog = (path: string): boolean => /^changelog\.md$/i.test(path);

/** What is wrong with a changelog by the rules of Keep a Changelog, newest on top; empty for a good one (MA-234). */
export const changelogProblems = (changelog: string): readonly string[] => {
  const sections = sectionsOf(changelog);
  const dated = sections.filter(({ version }) => version !== 'Unreleased');
  return [
    ...(sections.length === 0 ? ['there is no section: `## [Unreleased]` or `## [1.2.3] - 2026-01-31`'] : []),
    ...sections
      .filter(({ isKnown }) => !isKnown)
      .map(({ title }) => `"${title}" is no [Unreleased] and no version with its date`),
    ...(sections.slice(1).some(({ version }) => version === 'Unreleased') ? ['[Unreleased] is not on top'] : []),
    ...dated
      .filter(({ date }, index) => date > (dated[index - 1]?.date ?? date))
      .map(({ title }) => `"${title}" is newer than what stands above it`),
    ...sections.flatMap(({ title, kinds }) =>
      kinds
        .filter((kind) => !KINDS.has(kind))
        .map((kind) => `"${kind}" in "${title}" is none of ${[...KINDS].join(', ')}`),
    ),
  ];
};

/**
 * Whether the section for what is not released has an entry more than before. One that stood in another section has only moved; one
 * that reads like an older one is an entry of its own.
 */
export const hasNewEntry = (before: string | null, after: string): boolean => {
  const [earlier, now] = [sectionsOf(before ?? ''), sectionsOf(after)];
  const [top] = now;
  if (top === undefined || isReleased(top, earlier)) return false;
  const isMore = (entry: string, from: readonly Section[], to: readonly Section[]): boolean =>
    timesIn(to, entry) > timesIn(from, entry);
  return entriesIn(top).some((entry) => isMore(entry, earlier, now) && isMore(entry, earlier.slice(0, 1), [top]));
};

/** A version that the changelog had before is out, and what is added there comes too late. */
const isReleased = ({ version }: Section, earlier: readonly Section[]): boolean =>
  version !== 'Unreleased' && earlier.some((section) => section.version === version);

const KINDS: ReadonlySet<string> = new Set(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']);
const VERSION =
  /^\[?(Unreleased|v?\d+\.\d+\.\d+[^\s\]]*)\]?(?:\([^)]*\))?(?:\s+-\s+(\d{4}-\d{2}-\d{2})(?:\s+\[YANKED\])?)?$/;

interface Section {
  readonly title: string;
  readonly version: string;
  /** Empty for one without. */
  readonly date: string;
  readonly isKnown: boolean;
  readonly kinds: readonly string[];
  readonly text: string;
}

const sectionsOf = (changelog: string): readonly Section[] =>
  changelog
    .replaceAll('\r\n', '\n')
    .split(/^## /m)
    .slice(1)
    .map((text) => {
      const [title = ''] = text.split('\n', 1);
      const [, version = '', date = ''] = VERSION.exec(title.trim()) ?? [];
      const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, kind = '']) => kind.trim());
      return { title: title.trim(), version, date, isKnown: version === 'Unreleased' || date !== '', kinds, text };
    });

const entriesIn = ({ text }: Section): readonly string[] => text.split('\n').filter((line) => /^[-*+] \S/.test(line));

const timesIn = (sections: readonly Section[], entry: string): number =>
  sections.flatMap(entriesIn).filter((other) => other === entry).length;
