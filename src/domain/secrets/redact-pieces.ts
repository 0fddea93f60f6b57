import { createRedactor } from './redact.ts';

/**
 * Takes known secrets out of a text that comes in pieces (INV-12). What may be the beginning of a secret waits for the piece
 * behind it.
 * @param secrets as for `createRedactor`
 */
export async function* redactPieces(pieces: AsyncIterable<string>, secrets: readonly string[]): AsyncIterable<string> {
  const redact = createRedactor(secrets);
  let waiting = '';
  for await (const piece of pieces) {
    const text = waiting + piece;
    const end = text.length - unfinishedLength(text, secrets);
    waiting = text.slice(end);
    if (end > 0) yield redact(text.slice(0, end));
  }
  if (waiting !== '') yield redact(waiting);
}

/** How many characters at the end are the longest beginning of a secret that is not whole yet. */
const unfinishedLength = (text: string, secrets: readonly string[]): number => {
  const longest = Math.max(0, ...secrets.map((secret) => secret.length - 1));
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const end = text.slice(-length);
    if (secrets.some((secret) => secret.length > length && secret.startsWith(end))) return length;
  }
  return 0;
};
