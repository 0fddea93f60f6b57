import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  cp,
  type FileHandle,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  statfs,
} from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { OrchestratorError } from '../domain/errors.ts';
import type { Files } from '../ports/files.ts';

/**
 * The file system of this machine. What is not there, or is no regular file, reads as null, empty or 0. Writing rejects with
 * `disk-full` when there is no room; every other failure rejects with the system's error.
 */
export function createFiles(): Files {
  return {
    realPath: (path) => realPath(path),
    exists: async (path) => (await unlessMissing(access(path).then(() => true))) ?? false,
    isDirectory: async (path) => (await unlessMissing(stat(path)))?.isDirectory() ?? false,
    read: (path) => withRegularFile(path, (handle) => readWhole(path, handle)),
    tail: async (path, bytes) => (await readPart(path, (size) => Math.max(size - bytes, 0), bytes)) ?? '',
    head: async (path, bytes) => (await readPart(path, () => 0, bytes)) ?? '',
    size: async (path) => (await unlessMissing(stat(path)))?.size ?? 0,
    modifiedAt: async (path) => {
      const found = await unlessMissing(lstat(path));
      return found?.isFile() ? found.mtimeMs : null;
    },
    changedAt: async (path) => (await unlessMissing(lstat(path)))?.ctimeMs ?? null,
    makeDirectory: (path) => explainFullDisk(path, makeTree(path)),
    write: (path, text) => explainFullDisk(path, replaceFile(path, text)),
    writeJson: (path, value) => explainFullDisk(path, replaceFile(path, jsonOf(value))),
    appendLine: (path, line) => explainFullDisk(path, appendInOneCall(path, `${line}\n`)),
    list: async (path) => (await unlessMissing(readdir(path)))?.sort() ?? [],
    remove: (path) => rm(path, { recursive: true, force: true }),
    move: (from, to) => explainFullDisk(to, moveTree(from, to)),
    freeBytes: async (path) => {
      const { bavail, bsize } = await statfs(await nearestExisting(path));
      return bavail * bsize;
    },
  };
}

/**
 * Makes a directory with those above it. Node's own `recursive` asks for ever where a directory says that what is made in it does not
 * exist, as /proc does.
 */
async function makeTree(path: string, isParentThere = false): Promise<void> {
  try {
    // Logs and prompts are nobody else's to read (INV-12).
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) {
      return;
    }
    if (code !== 'ENOENT' || isParentThere) {
      throw error;
    }
    await makeTree(dirname(path));
    await makeTree(path, true);
  }
}

async function moveTree(from: string, to: string): Promise<void> {
  await makeTree(dirname(to));
  try {
    await rename(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error;
    await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, errorOnExist: true });
    await rm(from, { recursive: true, force: true });
  }
}

/** As many links as the kernel follows; `a -> missing/../a` would lead on for ever. */
const MOST_LINKS = 40;

async function realPath(path: string, links = 0): Promise<string> {
  const real = await unlessMissing(realpath(path));
  if (real !== null) {
    return real;
  }
  // A link to nothing must lead to its target: a file created through it would appear there.
  const target = await readlink(path).catch(() => null);
  const directory = await realPath(dirname(path), links);
  if (target === null) {
    const place = join(directory, basename(path));
    return place === path ? place : realPath(place, links);
  }
  if (links >= MOST_LINKS) {
    throw Object.assign(new Error(`ELOOP: too many links: ${path}`), { code: 'ELOOP' });
  }
  // Not put together by its text, for `link/..` in it is above what that link leads to.
  return realPath(isAbsolute(target) ? target : `${directory}/${target}`, links + 1);
}

async function nearestExisting(path: string): Promise<string> {
  return (await unlessMissing(realpath(path))) ?? nearestExisting(dirname(path));
}

/** Far more than a lock file has, and little enough to hold. */
const MOST_BYTES = 16 * 1024 * 1024;

/** Reads until the end rather than the size that is told: files of the kernel tell 0, whatever they hold. */
async function readWhole(path: string, handle: FileHandle): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of handle.createReadStream({ autoClose: false, end: MOST_BYTES })) {
    pieces.push(piece);
    bytes += piece.length;
  }
  if (bytes > MOST_BYTES) {
    throw new OrchestratorError(
      'infrastructure',
      `${path} is larger than ${MOST_BYTES / 1024 / 1024} MiB, which is the most that is read of a file.`,
      'See what made it so large, and make it smaller.',
    );
  }
  return Buffer.concat(pieces, bytes).toString('utf8');
}

/** Reads at most `bytes` from where `startOf` the size says, without the halves of characters at a cut. */
function readPart(path: string, startOf: (size: number) => number, bytes: number): Promise<string | null> {
  return withRegularFile(path, async (handle) => {
    const { size } = await handle.stat();
    const start = startOf(size);
    const length = Math.min(bytes, size - start);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, start);
    const part = buffer.subarray(0, bytesRead);
    const from = start > 0 ? continuationBytes(part) : 0;
    const to = start + bytesRead < size ? part.length - unfinishedBytes(part) : part.length;
    return part.toString('utf8', from, Math.max(from, to));
  });
}

/** Null for what is not there and for pipes, devices and directories: a worker may have put one where a file belongs. */
async function withRegularFile<T>(path: string, use: (handle: FileHandle) => Promise<T>): Promise<T | null> {
  // Without O_NONBLOCK opening a pipe waits for somebody who writes to it.
  const opening = open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  const handle = await unlessMissing(opening, [...MISSING_CODES, ...NO_FILE_CODES]);
  if (handle === null) {
    return null;
  }
  try {
    return (await handle.stat()).isFile() ? await use(handle) : null;
  } finally {
    await handle.close();
  }
}

/** How many bytes at the start belong to a character that began before: at most 3, each `10xxxxxx`. */
function continuationBytes(part: Buffer): number {
  const first = part.subarray(0, 3).findIndex((byte) => (byte & 0xc0) !== 0x80);
  return first === -1 ? Math.min(part.length, 3) : first;
}

/** How many bytes at the end belong to a character that the cut left unfinished. */
function unfinishedBytes(part: Buffer): number {
  for (let back = 1; back <= Math.min(part.length, 3); back++) {
    const byte = part[part.length - back] ?? 0;
    if ((byte & 0xc0) !== 0x80) {
      return back < sequenceLength(byte) ? back : 0;
    }
  }
  return 0;
}

function sequenceLength(leadByte: number): number {
  if (leadByte >= 0xf0) {
    return 4;
  }
  if (leadByte >= 0xe0) {
    return 3;
  }
  return leadByte >= 0xc0 ? 2 : 1;
}

async function* jsonOf(value: unknown): AsyncIterable<string> {
  const { stringifyChunked } = await import('@discoveryjs/json-ext');
  yield* stringifyChunked(value, null, 2);
  yield '\n';
}

/** A link at `path` is replaced, not followed: a worker may have put it there to have a file elsewhere overwritten. */
async function replaceFile(path: string, text: string | AsyncIterable<string>): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const replaced = await unlessMissing(lstat(path));
    const handle = await open(temporary, 'wx');
    try {
      if (replaced?.isFile()) {
        await handle.chmod(replaced.mode);
      }
      await handle.writeFile(text);
      // Without it a power failure may leave the new name with an empty file.
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** One call on an append descriptor: lines of several writers never mix. */
async function appendInOneCall(path: string, line: string): Promise<void> {
  const bytes = Buffer.from(line);
  const handle = await open(path, 'a');
  try {
    const { bytesWritten } = await handle.write(bytes);
    if (bytesWritten < bytes.length) {
      throw diskFull(path);
    }
  } finally {
    await handle.close();
  }
}

const MISSING_CODES: readonly unknown[] = ['ENOENT', 'ENOTDIR'];
/** Links in a circle; a socket; a device without a driver. */
const NO_FILE_CODES: readonly unknown[] = ['ELOOP', 'ENXIO', 'ENODEV'];
const NO_ROOM_CODES: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];

async function unlessMissing<T>(operation: Promise<T>, codes = MISSING_CODES): Promise<T | null> {
  try {
    return await operation;
  } catch (error) {
    if (codes.includes(errorCode(error))) {
      return null;
    }
    throw error;
  }
}

async function explainFullDisk<T>(path: string, operation: Promise<T>): Promise<T> {
  try {
    return await operation;
  } catch (error) {
    throw NO_ROOM_CODES.includes(errorCode(error)) ? diskFull(path, error) : error;
  }
}

function diskFull(path: string, cause?: unknown): OrchestratorError {
  return new OrchestratorError(
    'disk-full',
    `There is no room left to write ${path}.`,
    'Free some space on that disk (or raise the quota), then run the same command again.',
    { cause },
  );
}

function errorCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
