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
import { OrchestratorError } from '../../../domain/errors.ts';

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
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  if (stat.isDirectory()) return { kind: 'directory' };
  if (stat.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (!stat.isFile()) return { kind: 'other' };

  const signature = [stat.ino, stat.size, stat.mode, stat.mtimeMs, stat.ctimeMs].join(':');
  if (known?.kind === 'file' && known.signature === signature) return known;
  if (stat.size > LARGEST_BYTES) throw tooLarge(path);
  const content = readFile(path);
  if (content === null) return null;
  const isRacy = Date.now() - stat.ctimeMs < RACY_MS;
  return {
    kind: 'file',
    mode: stat.mode & 0o7777,
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

/** How often it is tried beside another process that puts back the same. */
const TRIES = 5;

/** Absolute paths on the same file system as the one that is put back. */
interface Beside {
  /** Where a directory that is in the way goes; a number is added. */
  readonly aside: string;
  /** Where the file is written before it takes its place. */
  readonly draft: string;
}

/**
 * Makes `path` what it was; null removes it. A pipe or socket can't be made again and stays removed. A directory in the way may hold
 * somebody's work, a repository even: it is moved aside whole.
 * @returns where the directory is now; null when none was in the way
 */
export function putBack(path: string, guarded: Guarded | null, beside: Beside): string | null {
  let kept: string | null = null;
  for (let tries = 1; ; tries += 1) {
    try {
      if (sameGuarded(guarded, readGuarded(path))) return kept;
      if (isDirectory(path)) kept = moveAside(path, beside.aside);
      replace(path, guarded, beside.draft);
      return kept;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
  }
}

function replace(path: string, guarded: Guarded | null, draft: string): void {
  if (guarded?.kind === 'file' || guarded?.kind === 'link') {
    mkdirSync(dirname(path), { recursive: true });
    rmSync(draft, { recursive: true, force: true });
    if (guarded.kind === 'link') symlinkSync(guarded.target, draft);
    else {
      writeFileSync(draft, guarded.content, { flag: 'wx' });
      chmodSync(draft, guarded.mode);
    }
    renameSync(draft, path);
    return;
  }
  rmSync(path, { force: true });
  if (guarded?.kind === 'directory') mkdirSync(path, { recursive: true });
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
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
