import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_AGAIN_MS = 250;

/** The text of a file; with `follow` also what is added to it until the signal aborts. */
export async function* readFollowing(
  path: string,
  options: { follow: boolean; signal: AbortSignal },
): AsyncIterable<string> {
  let read = 0;
  for (;;) {
    // Asked before the look: what was written before the signal is still told.
    const isLast = !options.follow || options.signal.aborted;
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size > read) {
      for await (const piece of createReadStream(path, { start: read, end: size - 1, encoding: 'utf8' })) yield piece;
      read = size;
    }
    if (isLast) return;
    await sleep(LOOK_AGAIN_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
}
