import type { Finding, Severity } from './review-findings.ts';

/** The findings of one of several reviews of the same candidate. */
export interface SourcedFindings {
  /** Number of the version that reported them. */
  readonly source: number;
  readonly findings: readonly Finding[];
}

/** A finding with all who reported it, in the words of the most severe of them. */
export interface SharedFinding extends Finding {
  /** Numbers of versions, ascending. */
  readonly sources: readonly number[];
  /** What others said of it in other words, in the order of their reports. */
  readonly others: readonly Wording[];
}

interface Wording {
  /** Number of the version whose words these are. */
  readonly source: number;
  readonly severity: Severity;
  readonly text: string;
}

/**
 * The findings of several reviews as a list in which each stands once (KB-07): those about the same line of the same file that mean
 * the same are one, as severe as the most severe of them. Depends on nothing but the reports.
 * @returns the most severe first, and of these in the order of their places
 */
export const mergeFindings = (reports: readonly SourcedFindings[]): readonly SharedFinding[] => {
  const groups: Group[] = [];
  for (const { source, findings } of reports) {
    for (const finding of findings) {
      const words = wordsOf(finding);
      const known = groups.find(({ first, words: others }) => isSamePlace(first, finding) && meanSame(others, words));
      if (known === undefined) groups.push({ first: finding, words, all: [{ source, finding }] });
      else known.all.push({ source, finding });
    }
  }
  return groups.map(shared).toSorted(byWeight);
};

interface Group {
  readonly first: Finding;
  readonly words: ReadonlySet<string>;
  readonly all: { readonly source: number; readonly finding: Finding }[];
}

const shared = ({ first, all }: Group): SharedFinding => {
  const findings = all.map(({ finding }) => finding);
  const worst = findings.toSorted((a, b) => compare(a.severity, b.severity))[0] ?? first;
  const rule = worst.rule ?? findings.find((finding) => finding.rule !== null)?.rule ?? null;
  const others = all
    .filter(
      ({ finding: { text } }, index) => text !== worst.text && findings.findIndex((f) => f.text === text) === index,
    )
    .map(({ source, finding: { severity, text } }) => ({ source, severity, text }));
  return { ...worst, rule, sources: [...new Set(all.map(({ source }) => source))].toSorted((a, b) => a - b), others };
};

const isSamePlace = (a: Finding, b: Finding): boolean => a.file === b.file && a.line === b.line;

/** So much of the shorter one's words have to stand in the longer one: reviewers say the same at different length. */
const LEAST_IN_COMMON = 0.5;

const meanSame = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const least = Math.min(a.size, b.size);
  if (least === 0) return a.size === b.size;
  return [...a].filter((word) => b.has(word)).length / least >= LEAST_IN_COMMON;
};

/** What a finding says, without its place and without what every sentence has: words in lower case and without endings. */
const wordsOf = ({ text, file, line }: Finding): ReadonlySet<string> => {
  const place = file === null ? [] : [`${file}:${line}`, `${file}#L${line}`, file];
  const said = place.reduce((rest, name) => rest.replaceAll(name, ' '), text).toLowerCase();
  const words = said.match(/[\p{L}\p{N}_]+/gu) ?? [];
  return new Set(words.filter((word) => !STOP_WORDS.has(word)).map((word) => word.replace(ENDING, '')));
};

/** Longer words alone: `is` and `this` have no ending to lose. */
const ENDING = /(?<=\p{L}{3})(?:ing|ed|es|s)$/u;

const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a an and are as at be been but by can could does for from has have here if in into is it its may must no not of on or ' +
    'should so than that the their then there they this to was were when where which while will with would line file'
  ).split(' '),
);

const byWeight = (a: SharedFinding, b: SharedFinding): number =>
  compare(a.severity, b.severity) || compare(a.file ?? '', b.file ?? '') || (a.line ?? 0) - (b.line ?? 0);

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
