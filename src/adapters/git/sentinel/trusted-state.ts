import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { realDirectory, realPlace } from '../real-place.ts';
import { type Guarded, readGuarded } from './guarded-file.ts';
import type { StateSnapshot, WorktreeSnapshot } from './ledger-event.ts';
import { adoptSnapshot, snapshotOfWorktree, type TrustedMaps, takeSnapshot } from './trusted-snapshot.ts';
import { pointerOf, sharedPlaces, worktreeFiles, worktreeIds, worktreePlaces } from './watched-places.ts';

/** What git runs code from, as it is to be: content by path, and which worktrees belong to it. */
export interface TrustedState {
  readonly content: ReadonlyMap<string, Guarded>;
  /** Absolute path of the `.git` file of each worktree that is known, by its id. */
  readonly pointers: ReadonlyMap<string, string>;
  readonly included: readonly string[];
  set(path: string, guarded: Guarded): void;
  /** Trusts a path as it is now. */
  remember(path: string): void;
  /** Trusts the worktree whose `.git` file this is as it is now. */
  rememberAt(pointer: string): void;
  forgetWorktree(id: string): void;
  /** Forgets the worktree whose `.git` file this is. */
  forgetAt(pointer: string): void;
  /** Trusts all as it is now. */
  rememberAll(included: readonly string[]): void;
  /** Whether a directory still is where it was recorded. */
  isInPlace(directory: string): boolean;
  snapshot(): StateSnapshot;
  /** The known worktree whose `.git` file this is; none when it is not there any more. */
  worktreesAt(pointer: string): WorktreeSnapshot[];
  adopt(state: StateSnapshot): void;
  adoptWorktree(worktree: WorktreeSnapshot): void;
}

/** @param commonDir absolute path of the directory that all worktrees share */
export function createTrustedState(commonDir: string): TrustedState {
  const maps: TrustedMaps = { content: new Map(), pointers: new Map(), places: new Map() };
  const { content, pointers, places } = maps;
  let included: readonly string[] = [];

  function remember(path: string): void {
    const guarded = readGuarded(path);
    if (guarded === null) content.delete(path);
    else content.set(path, guarded);
  }

  function rememberWorktree(id: string): void {
    const pointer = pointerOf(commonDir, id);
    // Nothing to guard: the worktree is on a drive that is not there, or something else stands in its place.
    if (pointer === null || !isDirectory(dirname(pointer)) || readGuarded(pointer)?.kind !== 'file') return;
    pointers.set(id, pointer);
    for (const place of worktreePlaces(commonDir, id, pointer)) places.set(place, realPlace(place));
    for (const path of worktreeFiles(commonDir, id, pointer)) remember(path);
  }

  function forgetWorktree(id: string): void {
    const pointer = pointers.get(id);
    if (pointer === undefined) return;
    for (const path of worktreeFiles(commonDir, id, pointer)) content.delete(path);
    pointers.delete(id);
  }

  function clear(root: string, files: readonly string[]): void {
    for (const map of [content, pointers, places]) map.clear();
    places.set(commonDir, root);
    included = files;
  }

  return {
    content,
    pointers,
    get included() {
      return included;
    },
    set: (path, guarded) => void content.set(path, guarded),
    remember,
    rememberAt(pointer) {
      for (const id of worktreeIds(commonDir)) if (pointerOf(commonDir, id) === pointer) rememberWorktree(id);
    },
    forgetWorktree,
    forgetAt(pointer) {
      for (const [id, other] of [...pointers]) if (other === pointer) forgetWorktree(id);
    },
    rememberAll(files) {
      clear(realPlace(commonDir), files);
      for (const path of [...sharedPlaces(commonDir), ...files]) remember(path);
      for (const id of worktreeIds(commonDir)) rememberWorktree(id);
    },
    isInPlace(directory) {
      const real = realDirectory(directory);
      return real !== null && real === places.get(directory);
    },
    snapshot: () => ({ ...takeSnapshot(maps, commonDir), included: [...included] }),
    worktreesAt: (pointer) =>
      [...pointers].flatMap(([id, other]) =>
        other === pointer ? [snapshotOfWorktree(maps, commonDir, id, pointer)] : [],
      ),
    adopt(state) {
      clear(state.root, state.included);
      adoptSnapshot(maps, state);
    },
    adoptWorktree: (worktree) => adoptSnapshot(maps, { files: [], worktrees: [worktree] }),
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
