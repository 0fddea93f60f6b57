import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { Unavailable } from './unavailable.ts';

/** The content of a regular file in pieces; links are followed, a person wrote the path. */
export async function* openFile(path: string): AsyncGenerator<Uint8Array> {
  // Without O_NONBLOCK opening a pipe waits for somebody who writes to it.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (!(await handle.stat()).isFile()) throw new Unavailable('it is no regular file');
    yield* handle.createReadStream({ autoClose: false });
  } finally {
    await handle.close();
  }
}
