import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';

/** What stands at a guarded path, read without following links or opening pipes. */
export type Guarded =
  | { readonly kind: 'file'; readonly mode: number; readonly content: Buffer; readonly signature: string | null }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'directory' }
  | { readonly kind: 'other' };

/** Configuration and hooks are small; what is larger can't be kept to be put back. */
const LARGEST_BYTES = 16 * 1024 * 1024;

/** The kernel stamps files in steps of some milliseconds: a change in the same step as our reading leaves the stamps as they were. */
const RACY_MS = 100;

/**
 * Reads a path; null when nothing is there.
 * @param known what was read before: a file whose stamps are still the same is not read again
 */
export function readGuarded(path: string, known: Guarded | null = null): Guarded | null {
  const stat = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isDirectory()) return { kind: 'directory' };
  if (stat.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (!stat.isFile()) return { kind: 'other' };

  const signature = [stat.ino, stat.size, stat.mode, stat.mtimeNs, stat.ctimeNs].join(':');
  if (known?.kind === 'file' && known.signature === signature) return known;
  if (stat.size > LARGEST_BYTES) throw tooLarge(path);
  const content = readFile(path);
  if (content === null) return null;
  const isRacy = Date.now() - Number(stat.ctimeMs) < RACY_MS;
  return {
    kind: 'file',
    mode: Number(stat.mode) & 0o7777,
    content,
    signature: isRacy ? null : signature,
  };
}

/** Equal in kind, content and mode. */
export function sameGuarded(a: Guarded | null, b: Guarded | null): boolean {
  if (a === b) return true;
  if (a?.kind === 'file' && b?.kind === 'file') return a.mode === b.mode && a.content.equals(b.content);
  if (a?.kind === 'link' && b?.kind === 'link') return a.target === b.target;
  return a?.kind === b?.kind;
}

/**
 * Makes `path` what it was; null removes it. A pipe or socket can't be made again and stays removed. A directory in the way may hold
 * somebody's work, a repository even: it is moved aside whole.
 * @param aside where to: absolute, on the same file system; a number is added
 * @returns where the directory is now; null when none was in the way
 */
export function putBack(path: string, guarded: Guarded | null, aside: string): string | null {
  const isInTheWay = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const kept = isInTheWay ? moveAside(path, aside) : null;
  if (guarded?.kind === 'file') {
    mkdirSync(dirname(path), { recursive: true });
    const next = `${path}.${process.pid}.new`;
    rmSync(next, { recursive: true, force: true });
    writeFileSync(next, guarded.content, { flag: 'wx' });
    chmodSync(next, guarded.mode);
    renameSync(next, path);
    return kept;
  }
  rmSync(path, { force: true });
  if (guarded?.kind === 'link') symlinkSync(guarded.target, path);
  if (guarded?.kind === 'directory') mkdirSync(path, { recursive: true });
  return kept;
}

function moveAside(path: string, aside: string): string {
  for (let number = 1; ; number += 1) {
    const free = `${aside}-${number}`;
    if (lstatSync(free, { throwIfNoEntry: false }) !== undefined) continue;
    mkdirSync(dirname(free), { recursive: true });
    renameSync(path, free);
    return free;
  }
}

/** Null when the file went between two looks, as a file does that git replaces. */
function readFile(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null;
    throw error;
  }
}

function tooLarge(path: string): OrchestratorError {
  return new OrchestratorError(
    'layout-unsupported',
    `${path} is larger than ${LARGEST_BYTES} bytes and can't be watched.`,
    'Move it out of the git directory.',
  );
}
