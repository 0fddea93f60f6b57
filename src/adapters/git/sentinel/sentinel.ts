import { existsSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { OrchestratorError } from '../../../domain/errors.ts';
import type { GitSentinel, Tampering } from '../../../ports/git.ts';
import { realPlace } from '../real-place.ts';
import type { Environment } from '../run/hardening.ts';
import { createRunner } from '../run/runner.ts';
import type { SettingsFile } from '../run/settings-file.ts';
import { putBack, readGuarded, sameGuarded } from './guarded-file.ts';
import { includedFiles } from './included-files.ts';
import { type Ledger, NO_LEDGER } from './ledger.ts';
import { createOtherProcesses } from './other-processes.ts';
import { createTrustedState } from './trusted-state.ts';
import { entryFiles, pointerOf, sharedPlaces, worktreeIds } from './watched-places.ts';

/** What the git adapter needs of the sentinel besides the port. */
export interface RepositorySentinel extends GitSentinel {
  /** Puts back what differs, now and without a process; the next `verify` returns it. */
  settle(): void;
  /** How often a state was recorded; 0 while nothing is watched. */
  recordings(): number;
  /** Runs a change of our own that makes or removes the worktree at `path`, and trusts what it did to that worktree's entry. */
  changing<T>(path: string, change: () => Promise<T>): Promise<T>;
}

export interface SentinelOptions {
  /** Absolute path of the directory that all worktrees share. */
  readonly commonDir: string;
  readonly environment: Environment;
  readonly settings: SettingsFile;
  /** Where other processes that work on the repository say what they do; none of them is known without it. */
  readonly ledger?: Ledger;
}

/**
 * Remembers in memory what git executes code from, and puts it back. Worktrees that nobody recorded are left alone, but for settings
 * of their own: adding one does no harm, and it may hold somebody's work. What differs is looked up in the ledger before anything
 * else: another process of ours may have done it. So the usual look, which finds no difference, reads nothing more.
 */
export function createGitSentinel(options: SentinelOptions): RepositorySentinel {
  const { commonDir, environment, settings, ledger = NO_LEDGER } = options;
  const run = createRunner({ environment, settings, before: () => {} });
  const trusted = createTrustedState(commonDir);
  /** All that was found since the start, by this process and by others. */
  const findings: Tampering[] = [];
  const others = createOtherProcesses({ commonDir, ledger, trusted, found: (finding) => void findings.push(finding) });
  let told = 0;
  let changes = 0;
  let recordings = 0;

  function rememberAt(pointer: string): void {
    for (const id of worktreeIds(commonDir)) if (pointerOf(commonDir, id) === pointer) trusted.rememberWorktree(id);
  }

  /** git itself writes an entry while a worktree is added. */
  function isBeingMade(id: string): boolean {
    return changes > 0 || others.areChanging(id);
  }

  function watched(ids: readonly string[]): string[] {
    const { content, pointers, included } = trusted;
    const entries = ids.flatMap((id) => {
      if (pointers.has(id)) return entryFiles(commonDir, id);
      return isBeingMade(id) ? [] : [join(commonDir, 'worktrees', id, 'config.worktree')];
    });
    const paths = [...sharedPlaces(commonDir), ...included, ...entries, ...pointers.values(), ...content.keys()];
    // Sorted, a directory comes before what it holds.
    return [...new Set(paths)].sort();
  }

  /** Beside a worktree and not in it, where it would be taken for the worker's files; out of the watched folders as well. */
  function asideOf(path: string): string {
    const isPointer = [...trusted.pointers.values()].includes(path);
    return isPointer ? `${dirname(path)}${basename(path)}-set-aside` : join(commonDir, 'set-aside', basename(path));
  }

  /** Out of the watched folders, where another process would take it for something added. */
  function draftOf(path: string): string {
    const isInside = path.startsWith(`${commonDir}/`);
    return `${isInside ? join(commonDir, 'sentinel') : path}.${process.pid}.new`;
  }

  /** Told before it is undone: whose job did it may learn of it from the ledger alone. */
  function report(path: string, what: Tampering['what']): void {
    const fromCommon = relative(commonDir, path);
    const finding = { path: fromCommon.startsWith('..') ? path : fromCommon, what };
    findings.push(finding);
    ledger.say({ type: 'found', ...finding });
  }

  /** What was removed or replaced whole has nothing left to guard, and pointers alone would not bring it back. */
  function dropRemovedWorktrees(): boolean {
    for (const [id, pointer] of [...trusted.pointers]) {
      const entry = join(commonDir, 'worktrees', id);
      const isEntryInPlace = trusted.isInPlace(entry);
      if (isEntryInPlace && trusted.isInPlace(dirname(pointer))) continue;
      if (others.catchUp()) return false;
      report(isEntryInPlace ? pointer : entry, 'gone');
      trusted.forgetWorktree(id);
    }
    return true;
  }

  function restoreFiles(ids: readonly string[]): boolean {
    for (const path of watched(ids)) {
      const before = trusted.content.get(path) ?? null;
      const now = readGuarded(path, before);
      if (sameGuarded(before, now)) {
        if (now !== null) trusted.set(path, now);
        continue;
      }
      if (others.catchUp()) return false;
      report(path, before === null ? 'added' : now === null ? 'removed' : 'changed');
      const kept = putBack(path, before, { aside: asideOf(path), draft: draftOf(path) });
      if (kept !== null) report(kept, 'set aside');
      if (before !== null) trusted.remember(path);
    }
    return true;
  }

  /** The ledger is asked after a difference was seen: whoever makes one of ours says so before. */
  function look(): boolean {
    const ids = worktreeIds(commonDir);
    const unknown = ids.filter((id) => !trusted.pointers.has(id) && !isBeingMade(id));
    return others.meet(unknown) && dropRemovedWorktrees() && restoreFiles(ids);
  }

  function settle(): void {
    if (recordings === 0) return;
    if (existsSync(commonDir) && !trusted.isInPlace(commonDir)) throw replaced(commonDir);
    others.follow();
    while (!look());
  }

  async function recordAfresh(): Promise<void> {
    trusted.rememberAll(await includedFiles(run, commonDir));
    ledger.say({ type: 'trusted', state: trusted.snapshot() });
  }

  function lookAndRead(): void {
    settle();
    if (recordings > 0) others.catchUp();
  }

  return {
    settle,

    recordings: () => recordings,

    async record() {
      await ledger.join(async (history) => {
        others.begin(history);
        if (history === null) await recordAfresh();
      });
      recordings += 1;
    },

    async verify() {
      lookAndRead();
      const since = told;
      told = findings.length;
      return distinct(findings.slice(since));
    },

    async watch() {
      lookAndRead();
      const since = findings.length;
      return async () => {
        lookAndRead();
        return distinct(findings.slice(since));
      };
    },

    leave: () => ledger.leave(),

    async changing(path, change) {
      lookAndRead();
      const pointer = pointerAt(path);
      trusted.forgetAt(pointer);
      ledger.say({ type: 'changing', pointer });
      changes += 1;
      try {
        return await change();
      } finally {
        changes -= 1;
        rememberAt(pointer);
        ledger.say({ type: 'changed', pointer, worktrees: trusted.worktreesAt(pointer) });
      }
    },
  };
}

/** Two processes may have found the same. */
function distinct(findings: readonly Tampering[]): Tampering[] {
  return [...new Map(findings.map((finding) => [`${finding.what} ${finding.path}`, finding])).values()];
}

/** The `.git` file of a worktree as git writes it down: links resolved, also before the directory exists. */
function pointerAt(worktree: string): string {
  return join(realPlace(worktree), '.git');
}

function replaced(commonDir: string): OrchestratorError {
  return new OrchestratorError(
    'tampering-found',
    `${commonDir} now leads to another place than when the run started; nothing was written there.`,
    'Put the git directory back where it was, then resume.',
  );
}
