/** The place that a finding names first: a path and, where it says so, a line from 1. */
export const placeIn = (text: string): { readonly file: string | null; readonly line: number | null } => {
  const place = PLACE.exec(text);
  if (place !== null) return { file: place[1] ?? null, line: Number(place[2]) || null };
  const [, inFolder, inCode] = FILE.exec(text) ?? [];
  return { file: inFolder ?? inCode ?? null, line: null };
};

/**
 * The rule that a finding cites: what stands after `rule:`, `breaks:` or `violates:`, else an id such as `AC-03`, else a Markdown
 * document other than the finding's own place, else a quoted sentence.
 */
export const ruleIn = (text: string, file: string | null): string | null => {
  const labelled = LABELLED.exec(text)?.[1]?.trim();
  if (labelled !== undefined && labelled !== '') return labelled;
  const cited = CITED.exec(text)?.[0];
  if (cited !== undefined) return cited;
  const document = [...text.matchAll(DOCUMENT)].map(([path]) => path).find((path) => path !== file);
  return document ?? QUOTED.exec(text)?.[1]?.trim() ?? null;
};

/** `src/a.ts:12`, `src/a.ts:12-20` and `src/a.ts#L12`; without a line a path has a folder or stands in backticks. */
const PLACE = /(?<![\w/.:-])((?:[\w@.-]{1,100}\/){0,20}[\w@-][\w@.-]{0,100}?)(?::|#L)(\d{1,7})(?!\d)/;
const FILE =
  /(?<![\w/.:-])((?:[\w@.-]{1,100}\/){1,20}[\w@.-]{0,100}\.[a-z]\w{0,7})\b|`([\w@.-]{1,100}\.[a-z]\w{0,7})`/i;

const LABELLED =
  /\b(?:rule|breaks|violates)[*_]{0,2}\s*:[*_]{0,2}\s*([^\n;|]{1,200}?)(?=\s*(?:[;|\n]|\.\s|\.?$|\s[\u2013\u2014-]\s))/im;
const CITED = /(?<![\w-])[A-Z]{2,8}-\d{1,5}\b/;
const DOCUMENT = /(?<![\w/.-])(?:[\w.-]{1,100}\/){0,20}[\w.-]{1,100}\.md\b/g;
const QUOTED = /["\u201c\u00ab]([^"\u201c\u201d\u00ab\u00bb\n]{12,300})["\u201d\u00bb]/;
