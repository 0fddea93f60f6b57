import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { OrchestratorError } from '../../domain/errors.ts';
import type { GitSentinel, Tampering } from '../../ports/git.ts';
import { type Guarded, putBack, readGuarded, sameGuarded } from './guarded-file.ts';
import type { Environment } from './hardening.ts';
import { splitNul } from './parse.ts';
import { realPlace } from './real-place.ts';
import { createRunner } from './runner.ts';
import type { SettingsFile } from './settings-file.ts';
import { entryFiles, pointerOf, sharedPlaces, worktreeIds } from './watched-places.ts';

const ORIGIN = 'file:';

/** What the git adapter needs of the sentinel besides the port. */
export interface RepositorySentinel extends GitSentinel {
  /** Puts back what differs, now and without a process; the next `verify` returns it. */
  settle(): void;
  /** Runs a change of our own that makes or removes the worktree at `path`, and trusts what it did to that worktree's entry. */
  changing<T>(path: string, change: () => Promise<T>): Promise<T>;
}

export interface SentinelOptions {
  /** Absolute path of the directory that all worktrees share. */
  readonly commonDir: string;
  readonly environment: Environment;
  readonly settings: SettingsFile;
}

/**
 * Remembers in memory what git executes code from, and puts it back. Worktrees that nobody recorded are left alone, but for settings
 * of their own: adding one does no harm, and it may hold somebody's work.
 */
export function createGitSentinel({ commonDir, environment, settings }: SentinelOptions): RepositorySentinel {
  const run = createRunner({ environment, settings, before: () => {} });
  const recorded = new Map<string, Guarded>();
  const knownIds = new Map<string, string>();
  /** Real paths as they were recorded: through a link put in their place, putting back would write into somebody else's directory. */
  const places = new Map<string, string>();
  let included: readonly string[] = [];
  let pending: Tampering[] = [];
  let changes = 0;

  function remember(path: string): void {
    const guarded = readGuarded(path);
    if (guarded === null) recorded.delete(path);
    else recorded.set(path, guarded);
  }

  function rememberWorktree(id: string): void {
    const pointer = pointerOf(commonDir, id);
    // Nothing to guard: the worktree is on a drive that is not there, or something else stands in its place.
    if (pointer === null || !isDirectory(dirname(pointer)) || readGuarded(pointer)?.kind !== 'file') return;
    knownIds.set(id, pointer);
    for (const place of placesOf(id, pointer)) places.set(place, realPlace(place));
    for (const path of [...entryFiles(commonDir, id), pointer]) remember(path);
  }

  function forgetWorktree(id: string): void {
    for (const path of entryFiles(commonDir, id)) recorded.delete(path);
    recorded.delete(knownIds.get(id) ?? '');
    knownIds.delete(id);
  }

  function watched(): string[] {
    const ids = worktreeIds(commonDir);
    const entries = ids.flatMap((id) => {
      if (knownIds.has(id)) return entryFiles(commonDir, id);
      // git itself writes an entry while we add a worktree.
      return changes > 0 ? [] : [join(commonDir, 'worktrees', id, 'config.worktree')];
    });
    const paths = [...sharedPlaces(commonDir), ...included, ...entries, ...knownIds.values(), ...recorded.keys()];
    // Sorted, a directory comes before what it holds.
    return [...new Set(paths)].sort();
  }

  /** Beside a worktree and not in it, where it would be taken for the worker's files; out of the watched folders as well. */
  function asideOf(path: string): string {
    const isPointer = [...knownIds.values()].includes(path);
    return isPointer ? `${dirname(path)}${basename(path)}-set-aside` : join(commonDir, 'set-aside', basename(path));
  }

  function report(path: string, what: Tampering['what']): void {
    const fromCommon = relative(commonDir, path);
    pending.push({ path: fromCommon.startsWith('..') ? path : fromCommon, what });
  }

  function placesOf(id: string, pointer: string): [entry: string, worktree: string] {
    return [join(commonDir, 'worktrees', id), dirname(pointer)];
  }

  function isInPlace(place: string): boolean {
    return isDirectory(place) && realPlace(place) === places.get(place);
  }

  /** What was removed or replaced whole has nothing left to guard, and pointers alone would not bring it back. */
  function dropRemovedWorktrees(): void {
    for (const [id, pointer] of [...knownIds]) {
      const [entry, worktree] = placesOf(id, pointer);
      if (isInPlace(entry) && isInPlace(worktree)) continue;
      report(isInPlace(entry) ? pointer : entry, 'removed');
      forgetWorktree(id);
    }
  }

  function settle(): void {
    if (recorded.size === 0) return;
    if (existsSync(commonDir) && !isInPlace(commonDir)) throw replaced(commonDir);
    dropRemovedWorktrees();
    for (const path of watched()) {
      const before = recorded.get(path) ?? null;
      const now = readGuarded(path, before);
      if (sameGuarded(before, now)) {
        if (now !== null) recorded.set(path, now);
        continue;
      }
      report(path, before === null ? 'added' : now === null ? 'removed' : 'changed');
      const kept = putBack(path, before, asideOf(path));
      if (kept !== null) report(kept, 'set aside');
      if (before !== null) remember(path);
    }
  }

  async function includedFiles(): Promise<string[]> {
    const list = ['config', '--list', '--includes', '--show-scope', '--show-origin', '--name-only', '-z'];
    const { stdout } = await run(commonDir, list);
    return includedOf(splitNul(stdout), commonDir);
  }

  return {
    settle,

    async record() {
      included = await includedFiles();
      recorded.clear();
      knownIds.clear();
      places.clear();
      places.set(commonDir, realPlace(commonDir));
      for (const path of [...sharedPlaces(commonDir), ...included]) remember(path);
      for (const id of worktreeIds(commonDir)) rememberWorktree(id);
    },

    async verify() {
      settle();
      const found = pending;
      pending = [];
      return found;
    },

    async changing(path, change) {
      settle();
      const changed = pointerAt(path);
      for (const [id, pointer] of [...knownIds]) if (pointer === changed) forgetWorktree(id);
      changes += 1;
      try {
        return await change();
      } finally {
        changes -= 1;
        for (const id of worktreeIds(commonDir)) {
          if (pointerOf(commonDir, id) === changed) rememberWorktree(id);
        }
      }
    },
  };
}

/** Files that the repository's own settings include, of `scope, origin, key` triples. */
function includedOf(fields: readonly string[], commonDir: string): string[] {
  const files = new Set<string>();
  for (let index = 0; index + 2 < fields.length; index += 3) {
    const isOwn = fields[index] === 'local' || fields[index] === 'worktree';
    const origin = fields[index + 1] ?? '';
    if (isOwn && origin.startsWith(ORIGIN)) files.add(resolve(commonDir, origin.slice(ORIGIN.length)));
  }
  return [...files];
}

/** The `.git` file of a worktree as git writes it down: links resolved, also before the directory exists. */
function pointerAt(worktree: string): string {
  return join(realPlace(worktree), '.git');
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function replaced(commonDir: string): OrchestratorError {
  return new OrchestratorError(
    'tampering-found',
    `${commonDir} now leads to another place than when the run started; nothing was written there.`,
    'Put the git directory back where it was, then resume.',
  );
}
