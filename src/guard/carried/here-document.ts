import type { Draft } from './shell-frame.ts';

/** `<<EOF`, or `<<-EOF` with tabs in front of its lines: the lines up to that word are what a command reads. */
export interface HereDocument {
  readonly of: Draft;
  /** The line behind its last one. */
  readonly end: string;
  readonly tabs: boolean;
  /** Whether the word was quoted: nothing in it is expanded. */
  readonly quoted: boolean;
}

/** @returns its text, and where in the script it ends */
export function readHereDocument(
  script: string,
  start: number,
  { end, tabs }: Pick<HereDocument, 'end' | 'tabs'>,
): { body: string; end: number } {
  let position = start;
  let body = '';
  while (position < script.length) {
    const lineEnd = script.indexOf('\n', position);
    const written = script.slice(position, lineEnd < 0 ? undefined : lineEnd);
    const line = tabs ? written.replace(/^\t+/, '') : written;
    position = lineEnd < 0 ? script.length : lineEnd + 1;
    if (line === end) break;
    body += `${line}\n`;
  }
  return { body, end: position };
}
