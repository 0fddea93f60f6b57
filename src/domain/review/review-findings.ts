import { placeIn, ruleIn } from './finding-references.ts';

/** How much a finding of a review weighs: P0 and P1 hold the change back, P2 and P3 do not. */
export type Severity = (typeof SEVERITIES)[number];

const SEVERITIES = ['P0', 'P1', 'P2', 'P3'] as const;

/** One finding of a review, as its reviewer wrote it down for people. No verdict is read from it (INV-3). */
export interface Finding {
  readonly severity: Severity;
  /** The path of the place it names first; null when it names none. */
  readonly file: string | null;
  /** From 1. */
  readonly line: number | null;
  /** What it says that the change breaks: a criterion, a record, a document, a quoted sentence; null when it cites nothing (MA-236). */
  readonly rule: string | null;
  /** Its words without list marks and severity; what follows on lines of its own stands on lines of its own. */
  readonly text: string;
}

/**
 * The findings of a review's prose, in the order in which they stand. A finding is a list entry, a heading, a paragraph or a row of a
 * table that begins with its severity, or a list entry under a heading that is a severity. Code blocks hold none. Never throws.
 * @param report the whole file, frontmatter included
 */
export const reviewFindings = (report: string): readonly Finding[] => {
  const found: Draft[] = [];
  let section: Severity | null = null;
  let open: Draft | null = null;
  let fence: string | null = null;
  let afterBlank = false;
  for (const line of bodyOf(report).split('\n')) {
    const mark: string | null = FENCE.exec(line)?.[1] ?? null;
    if (fence !== null || mark !== null) {
      open?.lines.push(line);
      if (fence === null) fence = mark;
      else if (mark?.startsWith(fence)) fence = null;
      continue;
    }
    const begun = beginning(line, section);
    if (begun?.type === 'section') {
      section = begun.severity;
      open = null;
    } else if (begun?.type === 'finding') {
      open = begun.finding;
      found.push(open);
    } else if (line.trim() === '') {
      open?.lines.push('');
    } else if (open !== null && (open.isHeading || !afterBlank || /^\s/.test(line))) {
      open.lines.push(line);
    } else {
      open = null;
    }
    afterBlank = line.trim() === '';
  }
  return found.map(finish).filter(({ text }) => !NOTHING.test(text));
};

interface Draft {
  readonly severity: Severity;
  readonly isHeading: boolean;
  readonly lines: string[];
}

/** Without the frontmatter, which may count findings but holds none. */
const bodyOf = (report: string): string => {
  const text = report.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  if (!text.startsWith('---\n')) return text;
  const end = text.indexOf('\n---', 3);
  return end < 0 ? text : text.slice(end + '\n---'.length);
};

const HEADING = /^ {0,3}#{1,6}\s/;
const FENCE = /^\s*(`{3,}|~{3,})/;
const LIST_ENTRY = /^\s*(?:[-*+]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?/;
/** A severity with what Markdown may put in front of it and around it, and what parts it from the text. */
const LED =
  /^\s*(?:#{1,6}\s+|\|\s*|>\s*)?(?:[-*+]\s+|\d{1,4}[.)]\s+)?(?:\[[ xX]\]\s+)?[*_`[({]{0,4}(P[0-3])(?![\p{L}\p{N}_])(?:-\d{1,4})?[*_`\])}]{0,4}\s*[|:.,\u2013\u2014-]?[*_]{0,2}\s*/u;
/** A sentence about severities is no finding: `P0 and P1: none`. */
const ANOTHER = /^(?:(?:and|or|nor|&|\/|,)\s*)?P[0-3]\b/i;
/** What may follow the severity in a heading over several findings: `P1 (must fix)`, `P0 findings`. */
const SECTION_REST = /^(?:\([^()]*\)|blockers?|must|should|nice|findings?|issues?|\s|:|[*_])*$/i;
const NOTHING = /^(?:none|no findings?|nothing|n\/a|0|-|\u2013|\u2014)?[.!|\s]*$/i;

type Beginning =
  | { readonly type: 'section'; readonly severity: Severity | null }
  | { readonly type: 'finding'; readonly finding: Draft };

/** What a line outside of code begins; null when it goes on with what is there. */
const beginning = (line: string, section: Severity | null): Beginning | null => {
  const isHeading = HEADING.test(line);
  const led = ledBy(line);
  if (led !== null) {
    if (isHeading && SECTION_REST.test(led.rest)) return { type: 'section', severity: led.severity };
    return { type: 'finding', finding: { severity: led.severity, isHeading, lines: [led.rest] } };
  }
  if (isHeading) return { type: 'section', severity: null };
  // A list entry that is set in belongs to the one above it.
  const entry = section === null || /^\s{2}/.test(line) ? null : LIST_ENTRY.exec(line);
  return section === null || entry === null
    ? null
    : { type: 'finding', finding: { severity: section, isHeading: false, lines: [line.slice(entry[0].length)] } };
};

const ledBy = (line: string): { readonly severity: Severity; readonly rest: string } | null => {
  const led = LED.exec(line);
  const severity = SEVERITIES.find((known) => known === led?.[1]);
  if (led === null || severity === undefined) return null;
  const rest = line.slice(led[0].length);
  return ANOTHER.test(rest) ? null : { severity, rest };
};

const finish = ({ severity, lines }: Draft): Finding => {
  const text = lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\s*\|$/, '')
    .trim();
  const place = placeIn(text);
  return { severity, ...place, rule: ruleIn(text, place.file), text };
};
