import type { Guarded } from './guarded-file.ts';
import { type StateSnapshot, store, unstore, type WorktreeSnapshot } from './ledger-event.ts';
import { worktreeFiles, worktreePlaces } from './watched-places.ts';

/** What is trusted of a repository, by absolute path but for `pointers`. */
export interface TrustedMaps {
  readonly content: Map<string, Guarded>;
  /** The `.git` file of each worktree that is known, by its id. */
  readonly pointers: Map<string, string>;
  /** Real paths as they were recorded: through a link put in their place, putting back would write into somebody else's directory. */
  readonly places: Map<string, string>;
}

/** The same as the ledger holds it, but for what the repository's own settings include. */
export function takeSnapshot(maps: TrustedMaps, commonDir: string): Omit<StateSnapshot, 'included'> {
  const { content, pointers, places } = maps;
  const ofWorktrees = new Set([...pointers].flatMap(([id, pointer]) => worktreeFiles(commonDir, id, pointer)));
  return {
    root: places.get(commonDir) ?? commonDir,
    files: stored(
      content,
      [...content.keys()].filter((path) => !ofWorktrees.has(path)),
    ),
    worktrees: [...pointers].map(([id, pointer]) => snapshotOfWorktree(maps, commonDir, id, pointer)),
  };
}

export function snapshotOfWorktree(
  { content, places }: TrustedMaps,
  commonDir: string,
  id: string,
  pointer: string,
): WorktreeSnapshot {
  return {
    id,
    pointer,
    places: worktreePlaces(commonDir, id, pointer).map((place) => [place, places.get(place) ?? place]),
    files: stored(content, worktreeFiles(commonDir, id, pointer)),
  };
}

/** Trusts what another process does, on top of what is trusted here. */
export function adoptSnapshot(
  maps: TrustedMaps,
  { files, worktrees }: Pick<StateSnapshot, 'files' | 'worktrees'>,
): void {
  const { content, pointers, places } = maps;
  for (const { id, pointer, places: real } of worktrees) {
    pointers.set(id, pointer);
    for (const [place, path] of real) places.set(place, path);
  }
  for (const [path, guarded] of [...files, ...worktrees.flatMap((worktree) => worktree.files)])
    content.set(path, unstore(guarded));
}

function stored(content: TrustedMaps['content'], paths: readonly string[]): StateSnapshot['files'] {
  return paths.flatMap((path) => {
    const guarded = content.get(path);
    return guarded === undefined ? [] : [[path, store(guarded)] as [string, ReturnType<typeof store>]];
  });
}
