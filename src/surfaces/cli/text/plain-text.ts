import { stripVTControlCharacters } from 'node:util';

/**
 * Makes text of agents, models and programs safe to draw: it can neither move the cursor, colour, rename the window nor ring,
 * and neither reverse nor hide what stands beside it. Line ends and tabs stay.
 */
export const plainText = (text: string): string =>
  stripVTControlCharacters(text.replaceAll(STRING_SEQUENCE, ''))
    .replaceAll('\r\n', '\n')
    .replaceAll(LINE_SEPARATOR, '\n')
    .replaceAll(CONTROL, '')
    .replaceAll(INVISIBLE, '')
    .toWellFormed();

/** The same on one line, cut to `limit` characters with a sign that it was cut. */
export const oneLine = (text: string, limit = 200): string => {
  // A megabyte of output costs no more than what can be shown of it.
  const words = plainText(text.slice(0, limit * 8))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return truncate(words, limit);
};

/** Cuts at `limit` characters; the last one is then an ellipsis. */
export const truncate = (text: string, limit: number): string => {
  const characters = [...text];
  if (characters.length <= limit) return text;
  return limit < 1
    ? ''
    : `${characters
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
};

/** OSC, DCS, APC, PM and SOS carry text of their own up to their end: window titles, clipboard contents, links. */
const STRING_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u009c\n]*(?:\u0007|\u001b\\|\u009c)?/g;

const LINE_SEPARATOR = /[\u0085\u2028\u2029]/g;

const CONTROL = /(?![\t\n])\p{Cc}/gu;

/** Soft hyphens, zero-width, bidirectional, variation and tag characters: whatever shows nothing and changes how others show. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
