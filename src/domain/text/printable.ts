/**
 * Text of workers and models without what moves cursors, colours, rings, or turns the order of letters round. Line ends and
 * tabs stay.
 */
export const printable = (text: string): string =>
  text.replaceAll('\r\n', '\n').replaceAll(SEQUENCE, '').replaceAll(CONTROL, '');

/** The same on one line, with single spaces: titles stand in commit messages, where a line end would begin a trailer. */
export const printableLine = (text: string): string =>
  printable(text.replaceAll(/\p{White_Space}/gu, ' '))
    .replaceAll(/ +/g, ' ')
    .trim();

/** The same on one line, with its other white space as it is: in the words of a command each space may count. */
export const onOneLine = (text: string): string => printable(text).replaceAll(/\s*\n\s*/g, ' ');

/** Escape sequences up to their ends: those that carry parameters, and those that carry a text. */
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?)/g;

const CONTROL = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu;
