import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { realDirectory, realPlace } from '../real-place.ts';
import { type Guarded, readGuarded } from './guarded-file.ts';
import { type StateSnapshot, store, unstore, type WorktreeSnapshot } from './ledger-event.ts';
import { entryFiles, pointerOf, sharedPlaces, worktreeIds } from './watched-places.ts';

/** What git runs code from, as it is to be: content by path, and which worktrees belong to it. */
export interface TrustedState {
  readonly content: ReadonlyMap<string, Guarded>;
  /** Absolute path of the `.git` file of each worktree that is known, by its id. */
  readonly pointers: ReadonlyMap<string, string>;
  readonly included: readonly string[];
  set(path: string, guarded: Guarded): void;
  /** Trusts a path as it is now. */
  remember(path: string): void;
  rememberWorktree(id: string): void;
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
  const content = new Map<string, Guarded>();
  const pointers = new Map<string, string>();
  /** Real paths as they were recorded: through a link put in their place, putting back would write into somebody else's directory. */
  const places = new Map<string, string>();
  let included: readonly string[] = [];

  const placesOf = (id: string, pointer: string) => [join(commonDir, 'worktrees', id), dirname(pointer)];
  const filesOf = (id: string, pointer: string) => [...entryFiles(commonDir, id), pointer];

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
    for (const place of placesOf(id, pointer)) places.set(place, realPlace(place));
    for (const path of filesOf(id, pointer)) remember(path);
  }

  function forgetWorktree(id: string): void {
    const pointer = pointers.get(id);
    if (pointer === undefined) return;
    for (const path of filesOf(id, pointer)) content.delete(path);
    pointers.delete(id);
  }

  function clear(root: string, files: readonly string[]): void {
    for (const map of [content, pointers, places]) map.clear();
    places.set(commonDir, root);
    included = files;
  }

  function stored(paths: readonly string[]): StateSnapshot['files'] {
    return paths.flatMap((path) => {
      const guarded = content.get(path);
      return guarded === undefined ? [] : [[path, store(guarded)] as [string, ReturnType<typeof store>]];
    });
  }

  function snapshotOf(id: string, pointer: string): WorktreeSnapshot {
    return {
      id,
      pointer,
      places: placesOf(id, pointer).map((place) => [place, places.get(place) ?? place]),
      files: stored(filesOf(id, pointer)),
    };
  }

  function adoptWorktree({ id, pointer, places: real, files }: WorktreeSnapshot): void {
    pointers.set(id, pointer);
    for (const [place, path] of real) places.set(place, path);
    for (const [path, guarded] of files) content.set(path, unstore(guarded));
  }

  return {
    content,
    pointers,
    get included() {
      return included;
    },
    set: (path, guarded) => void content.set(path, guarded),
    remember,
    rememberWorktree,
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
    snapshot() {
      const ofWorktrees = new Set([...pointers].flatMap(([id, pointer]) => filesOf(id, pointer)));
      return {
        root: places.get(commonDir) ?? commonDir,
        included: [...included],
        files: stored([...content.keys()].filter((path) => !ofWorktrees.has(path))),
        worktrees: [...pointers].map(([id, pointer]) => snapshotOf(id, pointer)),
      };
    },
    worktreesAt: (pointer) =>
      [...pointers].flatMap(([id, other]) => (other === pointer ? [snapshotOf(id, pointer)] : [])),
    adopt(state) {
      clear(state.root, state.included);
      for (const [path, guarded] of state.files) content.set(path, unstore(guarded));
      for (const worktree of state.worktrees) adoptWorktree(worktree);
    },
    adoptWorktree,
  };
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
