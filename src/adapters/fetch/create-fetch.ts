import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import { isAddress, LARGEST_MATERIAL, shownSource } from '../../domain/worker/material.ts';
import type { Fetch } from '../../ports/fetch.ts';
import { openAddress } from './open-address.ts';
import { openFile } from './open-file.ts';
import { Unavailable } from './unavailable.ts';

interface FetchLimits {
  readonly bytes: number;
  /** For one source, its redirections included. */
  readonly timeoutMs: number;
  readonly redirects: number;
}

const LIMITS: FetchLimits = { bytes: LARGEST_MATERIAL, timeoutMs: 60_000, redirects: 5 };

/** Fetches over the network and from this machine's disks. */
export const createFetch = (limits: FetchLimits = LIMITS): Fetch => ({
  bring: async (source, target, signal) => {
    const inTime = AbortSignal.timeout(limits.timeoutMs);
    const both = AbortSignal.any([signal, inTime]);
    const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.part`);
    try {
      const pieces = isAddress(source) ? openAddress(source, limits.redirects, both) : openFile(source);
      const bytes = await save(pieces, temporary, limits.bytes, both);
      await rename(temporary, target);
      return bytes;
    } catch (error) {
      await rm(temporary, { force: true });
      signal.throwIfAborted();
      const seconds = limits.timeoutMs / 1000;
      throw notHad(source, inTime.aborted ? `it was not there within ${seconds} s` : reasonOf(error));
    }
  },
});

const save = async (
  pieces: AsyncIterable<Uint8Array>,
  file: string,
  most: number,
  signal: AbortSignal,
): Promise<number> => {
  const handle = await open(file, 'wx', 0o644);
  let bytes = 0;
  try {
    for await (const piece of pieces) {
      signal.throwIfAborted();
      bytes += piece.length;
      if (bytes > most) throw new Unavailable(`it has more than ${most} bytes`);
      await handle.writeFile(piece);
    }
    // Without it a power failure may leave the name with an empty file.
    await handle.sync();
    return bytes;
  } finally {
    await handle.close();
  }
};

/** The words of the network and of the disk name host, port and path, and no more of an address. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'nobody says why';
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return cause.message === '' ? code || cause.name : cause.message;
};

const notHad = (source: string, reason: string): OrchestratorError =>
  new OrchestratorError(
    'infrastructure',
    `The material ${shownSource(source)} could not be had: ${reason}.`,
    'See whether it can be reached from here, then retry the task: it is fetched again.',
  );
