export type VerdictValue =
  /** Without spaces at its ends, the letters of ASCII in upper case; empty when nothing is said. */
  { readonly ok: true; readonly value: string } | { readonly ok: false; readonly problem: string };

/**
 * A frontmatter field as a verdict: a text that says to a program what it shows to a person. Another type, an invisible character
 * and words in letters of two alphabets are none.
 */
export const verdictValue = (field: unknown): VerdictValue => {
  if (field === undefined || field === null) return { ok: true, value: '' };
  if (typeof field !== 'string') return { ok: false, problem: `is ${typeOf(field)}, not a text` };
  if (field.length > LONGEST)
    return { ok: false, problem: `has ${field.length} characters, which is prose and no verdict` };
  const unseen = UNSEEN.exec(field)?.[0]?.codePointAt(0);
  if (unseen !== undefined)
    return { ok: false, problem: `holds the invisible or control character ${notation(unseen)}` };
  if (MIXED.test(field)) return { ok: false, problem: `mixes letters of two alphabets in one word: ${field.trim()}` };
  return { ok: true, value: upperCase(field.replace(/^ +| +$/g, '')) };
};

const LONGEST = 500;

/** Control, format, private and unassigned characters, those drawn as nothing, spaces but the ordinary one, and bytes that were no text. */
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffd]|(?! )\p{Z}/u;

/** `FАIL` with a Cyrillic letter reads as a word that no program finds. */
const MIXED = /\p{Script=Latin}\p{M}*(?!\p{Script=Latin})\p{L}|(?!\p{Script=Latin})\p{L}\p{M}*\p{Script=Latin}/u;

/** Of ASCII alone: elsewhere an upper case may be other letters, as `ß` is `SS`. */
const upperCase = (text: string): string => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());

const notation = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

const typeOf = (field: unknown): string => {
  if (Array.isArray(field)) return 'a list';
  return typeof field === 'object' ? 'a mapping' : `a ${typeof field}`;
};
