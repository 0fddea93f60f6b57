import type { BeforeAfter } from '../checks/package-checks.ts';

/** What a record has to say, by how its file is called (MA-231). The first kind that fits a path is the record's. */
const KINDS: readonly { readonly name: RegExp; readonly parts: readonly string[] }[] = [
  { name: /\/06-adr\/ADR-\d{3}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/, parts: ['context', 'decision', 'consequences'] },
  {
    name: /\/adr\/adr-\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/,
    parts: ['context', 'decision', 'alternatives', 'consequences', 'links'],
  },
  { name: /\/decisions\/\d{4}-[a-z0-9]+(?:-[a-z0-9]+)*\.md$/, parts: ['context', 'decision', 'consequences'] },
];

/** Whether a file lies where decision records lie; its name may still be wrong. */
export const isDecisionRecord = (path: string): boolean =>
  /(?:^|\/)(?:06-adr|adr|decisions)\/[^/]+\.md$/i.test(path) && !INDEX.test(path);

/** Where the table of a record's folder may stand; empty for a work item's own records, which need none. */
export const indexesOf = (path: string): readonly string[] => {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (folder.endsWith('/06-adr')) return [];
  const parent = folder.slice(0, folder.lastIndexOf('/') + 1);
  return [`${folder}/README.md`, `${folder}/index.md`, `${parent}README.md`];
};

/** What is wrong with one record as it stands, and with how it came to stand so: an accepted one is superseded, not edited. */
export const recordProblems = (path: string, { before, after }: BeforeAfter): readonly string[] => {
  const wasAccepted = before !== null && statusOf(before) === 'accepted';
  if (after === null) return wasAccepted ? ['it was accepted and is gone: a new record supersedes it'] : [];
  const kind = KINDS.find(({ name }) => name.test(`/${path}`));
  if (kind === undefined)
    return ['its name is none of 06-adr/ADR-NNN-slug.md, adr/adr-NNNN-slug.md, decisions/NNNN-slug.md'];
  const status = statusOf(after);
  return [
    ...(status === null ? ['it has no status: Proposed, Accepted, Deprecated or Superseded'] : []),
    ...kind.parts.filter((part) => !hasPart(after, part)).map((part) => `it has no ${part}`),
    ...(wasAccepted && bodyOf(before) !== bodyOf(after)
      ? ['it was accepted and is edited: a new record supersedes it']
      : []),
  ];
};

/** Whether a record has a part of its own, as a heading or as bold words that begin a paragraph. */
export const hasPart = (record: string, part: string): boolean =>
  new RegExp(`^(?:#{1,6}[ \\t]+(?:\\d+\\.[ \\t]+)?${part}\\b|\\*\\*${part}\\b[^*\\n]*\\*\\*)`, 'im').test(record);

const INDEX = /(?:^|\/)(?:readme|index)\.md$/i;
const STATUS =
  /^(?:#{1,6}[ \t]+)?[*_]{0,2}status[*_]{0,2}[ \t]*(?::[*_]{0,2}|\n+)[ \t]*[*_`]{0,2}(proposed|accepted|deprecated|superseded)\b[^\n]*$/im;

const statusOf = (record: string): string | null => STATUS.exec(linesOf(record))?.[1]?.toLowerCase() ?? null;

/** Without its status, the one thing that may change later. */
const bodyOf = (record: string): string => linesOf(record).replace(STATUS, '').trim();

const linesOf = (text: string): string => text.replaceAll('\r\n', '\n');
