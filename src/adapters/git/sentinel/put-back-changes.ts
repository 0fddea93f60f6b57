import { basename, dirname, join, relative } from 'node:path';
import type { Tampering } from '../../../ports/git.ts';
import { putBack, readGuarded, sameGuarded } from './guarded-file.ts';
import type { OtherProcesses } from './other-processes.ts';
import type { TrustedState } from './trusted-state.ts';
import { entryFiles, sharedPlaces, worktreeIds } from './watched-places.ts';

/** A repository, and what is known of it. */
export interface GuardedRepository {
  readonly commonDir: string;
  readonly trusted: TrustedState;
  readonly others: Pick<OtherProcesses, 'catchUp' | 'meet'>;
  /** Whether git itself writes the entry of this worktree at present, for this process or another. */
  isBeingMade(id: string): boolean;
  /** Takes what is about to be undone: whose job did it may learn of it from there alone. */
  report(finding: Tampering): void;
}

/**
 * Looks at all that is watched and puts back what differs. The ledger is asked after a difference was seen: whoever makes one of ours
 * says so before.
 * @returns false when another process had done something: then all has to be looked at again
 */
export function putBackChanges(repository: GuardedRepository): boolean {
  const { commonDir, trusted, others, isBeingMade } = repository;
  const ids = worktreeIds(commonDir);
  const unknown = ids.filter((id) => !trusted.pointers.has(id) && !isBeingMade(id));
  return others.meet(unknown) && dropRemovedWorktrees(repository) && restoreFiles(repository, ids);
}

/** What was removed or replaced whole has nothing left to guard, and pointers alone would not bring it back. */
function dropRemovedWorktrees(repository: GuardedRepository): boolean {
  const { commonDir, trusted, others } = repository;
  for (const [id, pointer] of [...trusted.pointers]) {
    const entry = join(commonDir, 'worktrees', id);
    const isEntryInPlace = trusted.isInPlace(entry);
    if (isEntryInPlace && trusted.isInPlace(dirname(pointer))) continue;
    if (others.catchUp()) return false;
    report(repository, isEntryInPlace ? pointer : entry, 'gone');
    trusted.forgetWorktree(id);
  }
  return true;
}

function restoreFiles(repository: GuardedRepository, ids: readonly string[]): boolean {
  const { trusted, others } = repository;
  for (const path of watchedPaths(repository, ids)) {
    const before = trusted.content.get(path) ?? null;
    const now = readGuarded(path, before);
    if (!sameGuarded(before, now)) {
      if (others.catchUp()) return false;
      report(repository, path, before === null ? 'added' : now === null ? 'removed' : 'changed');
      const beside = { aside: asideOf(repository, path), draft: draftOf(repository, path) };
      const kept = putBack(path, before, beside);
      if (kept !== null) report(repository, kept, 'set aside');
      if (before !== null) trusted.remember(path);
    } else if (now !== null) trusted.set(path, now);
  }
  return true;
}

function watchedPaths({ commonDir, trusted, isBeingMade }: GuardedRepository, ids: readonly string[]): string[] {
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
function asideOf({ commonDir, trusted }: GuardedRepository, path: string): string {
  const isPointer = [...trusted.pointers.values()].includes(path);
  return isPointer ? `${dirname(path)}${basename(path)}-set-aside` : join(commonDir, 'set-aside', basename(path));
}

/** Out of the watched folders, where another process would take it for something added. */
function draftOf({ commonDir }: GuardedRepository, path: string): string {
  const isInside = path.startsWith(`${commonDir}/`);
  return `${isInside ? join(commonDir, 'sentinel') : path}.${process.pid}.new`;
}

function report(repository: GuardedRepository, path: string, what: Tampering['what']): void {
  const fromCommon = relative(repository.commonDir, path);
  repository.report({ path: fromCommon.startsWith('..') ? path : fromCommon, what });
}
