const SUMMARY_CHARS = 2000;
const EVENT_CHARS = 200;

/** A worker's own words for a job's summary, bounded. */
export const excerpt = (text: string): string => cut(text.trim(), SUMMARY_CHARS);

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
