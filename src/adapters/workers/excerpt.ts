const SUMMARY_CHARS = 2000;
const EVENT_CHARS = 200;
const LAST_LINE_CHARS = 80;

/** A worker's own words for a job's summary, bounded. A short last line stays: it may be the word with which the run ended. */
export const excerpt = (text: string): string => {
  const words = text.trim();
  const last = words.slice(words.lastIndexOf('\n') + 1);
  if (words.length <= SUMMARY_CHARS || last.length > LAST_LINE_CHARS) return cut(words, SUMMARY_CHARS);
  return `${cut(words, SUMMARY_CHARS - last.length - 1)}\n${last}`;
};

/** The same as one line, for the live view. */
export const oneLine = (text: string): string => cut(text.replace(/\s+/g, ' ').trim(), EVENT_CHARS);

/** The last lines of a text that say something. */
export const lastLines = (text: string, count: number): string =>
  text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n');

const cut = (text: string, chars: number): string => (text.length <= chars ? text : `${text.slice(0, chars - 1)}…`);
