import type { ChangedPath, CommitMessage } from '../domain/evidence.ts';

/** A commit id, tree id or blob id: 40 (or 64) hex digits. */
export type ObjectId = string;

export interface WorktreeEntry {
  /** Absolute real path. */
  readonly path: string;
  /** Short name of the branch checked out; null when detached. */
  readonly branch: string | null;
  readonly head: ObjectId | null;
  readonly bare: boolean;
  readonly locked: boolean;
  /** Git can no longer find its directory. */
  readonly prunable: boolean;
}

/** What `git status` says, paths relative to the worktree's root. Ignored files are in neither list. */
export interface WorktreeStatus {
  readonly changed: readonly string[];
  /** Besides new files: changed files that git was told not to look at, and repositories that no commit holds (`name/`). */
  readonly untracked: readonly string[];
  /** A merge, rebase, cherry-pick, revert or bisect is under way. */
  readonly inProgress: string | null;
}

export interface RepositoryFacts {
  readonly topLevel: string;
  readonly gitDir: string;
  /** The directory that all worktrees share (`<repo>/.git`, or the bare repository). */
  readonly commonDir: string;
  /** Null when HEAD is detached. */
  readonly branch: string | null;
  /** Null when there is no commit yet. */
  readonly head: ObjectId | null;
  readonly hasOrigin: boolean;
  readonly shallow: boolean;
  readonly sparse: boolean;
  readonly submodules: boolean;
}

/** Where a checkout stands now. */
export interface Position {
  /** The directory that all worktrees share. */
  readonly commonDir: string;
  /** Null when HEAD is detached. */
  readonly branch: string | null;
  /** Null when there is no commit yet. */
  readonly head: ObjectId | null;
  /** A merge, rebase, cherry-pick, revert or bisect is under way. */
  readonly inProgress: string | null;
}

/** What a tree holds at a path. */
export type EntryKind = 'file' | 'link' | 'submodule' | 'directory';

export interface Identity {
  readonly name: string;
  readonly email: string;
}

export interface MergeTreeResult {
  /** The merged tree; null when there are conflicts. */
  readonly tree: ObjectId | null;
  readonly conflicts: readonly string[];
}

/** A change of the shared git directory that the harness did not make, already undone where that is possible (INV-16). */
export interface Tampering {
  /** Relative to the common directory, or absolute for a worktree's `.git` file. */
  readonly path: string;
  /**
   * `changed` and `removed`: put back. `added`: taken out. `set aside`: a directory that stood in the way is kept at `path`.
   * `gone`: a worktree was removed or replaced whole, and nothing was put back.
   */
  readonly what: 'changed' | 'added' | 'removed' | 'set aside' | 'gone';
}

/** Everything the harness asks of git. `dir` is always an absolute path inside the repository. Rejects with `git-failed`. */
export interface Git {
  /** Rejects with `not-a-repository` when `dir` is none, `git-too-old` below 2.38. */
  inspect(dir: string): Promise<RepositoryFacts>;
  /** Where the worktree whose root is `path` stands. Costs next to nothing, so that it can be asked before every step. */
  position(path: string): Promise<Position>;
  /** The commit that a revision names, or null. */
  resolve(dir: string, revision: string): Promise<ObjectId | null>;
  treeOf(dir: string, commit: ObjectId): Promise<ObjectId>;
  /** The tree of a commit without the files of these exact paths, and without directories that held nothing else. */
  treeWithout(dir: string, commit: ObjectId, paths: readonly string[]): Promise<ObjectId>;
  /** A tree in which the files of these paths, relative to its root, hold these texts; it is in the object store and nowhere else. */
  treeWith(dir: string, tree: ObjectId, files: Readonly<Record<string, string>>): Promise<ObjectId>;
  isAncestor(dir: string, ancestor: ObjectId, descendant: ObjectId): Promise<boolean>;
  mergeBase(dir: string, a: ObjectId, b: ObjectId): Promise<ObjectId | null>;

  worktrees(dir: string): Promise<readonly WorktreeEntry[]>;
  /** Adds a worktree on `branch`, created at `base` unless it exists. `detach` adds it at `base` without a branch. */
  addWorktree(dir: string, path: string, at: { branch: string; base: ObjectId } | { detach: ObjectId }): Promise<void>;
  /** Removes the worktree's directory and entry whatever it holds: callers prove first that it holds no work (INV-9). */
  removeWorktree(dir: string, path: string): Promise<void>;
  /** Repairs what a killed git left: half-made entries whose directory is gone, `*.lock` files of dead processes. */
  repair(dir: string): Promise<readonly string[]>;
  /** Moves a clean worktree to `commit` without a branch, removing untracked and ignored files except `keep` (top-level names). */
  resetWorktree(path: string, commit: ObjectId, keep: readonly string[]): Promise<void>;
  checkoutBranch(path: string, branch: string): Promise<void>;
  /**
   * Puts a worktree back on `branch` and that branch back at `commit`, whatever is checked out or under way there. Changes of tracked
   * files are gone afterwards: callers keep them first (INV-9). Untracked and ignored files stay.
   */
  restoreBranch(path: string, branch: string, commit: ObjectId): Promise<void>;

  status(path: string): Promise<WorktreeStatus>;
  /** Stages all that is not ignored, except `excluding`, and commits without hooks; null when there was nothing to commit. */
  commitAll(
    path: string,
    commit: { message: string; excluding: readonly string[]; identity: Identity },
  ): Promise<ObjectId | null>;
  /** The person's own identity, or null when git knows none. */
  identity(dir: string): Promise<Identity | null>;

  diff(dir: string, from: ObjectId, to: ObjectId): Promise<readonly ChangedPath[]>;
  /** Unified diff text, limited to `paths` when given. */
  diffText(dir: string, from: ObjectId, to: ObjectId, paths: readonly string[]): Promise<string>;
  /** A file's text at a commit, or null when it is not there. That of a symbolic link is where it leads: `kinds` tells. */
  show(dir: string, commit: ObjectId, path: string): Promise<string | null>;
  /** What stands at paths of a commit; a path at which nothing stands is left out. */
  kinds(dir: string, commit: ObjectId, paths: readonly string[]): Promise<ReadonlyMap<string, EntryKind>>;
  /** All tracked paths at a commit. */
  files(dir: string, commit: ObjectId): Promise<readonly string[]>;
  /** The newest commit on the line of first parents that changed a path, with the one before it; null where none did. */
  lastChange(dir: string, head: ObjectId, path: string): Promise<{ commit: ObjectId; before: ObjectId | null } | null>;

  /** The commits that `to` has and `from` has not, newest first, merges among them. */
  commitsBetween(dir: string, from: ObjectId, to: ObjectId): Promise<readonly CommitMessage[]>;

  mergeTree(dir: string, ours: ObjectId, theirs: ObjectId): Promise<MergeTreeResult>;
  commitTree(
    dir: string,
    commit: { tree: ObjectId; parents: readonly ObjectId[]; message: string; identity: Identity },
  ): Promise<ObjectId>;
  /** Moves the branch of the checkout `dir` only if it still points at `from`, false when it does not, and only while its index is free. */
  moveBranch(dir: string, branch: string, from: ObjectId, to: ObjectId): Promise<boolean>;
  /** Brings index and files of a checkout from commit `from` to commit `to`; the branch itself was moved before (INV-10). */
  updateCheckout(path: string, from: ObjectId, to: ObjectId): Promise<void>;
  /**
   * After a crash in the middle of a move: finishes index and files towards `to`. A path that differs between both commits and
   * whose content is neither's is the person's: it is kept and returned.
   */
  finishCheckout(path: string, from: ObjectId, to: ObjectId): Promise<readonly string[]>;
  /** Untracked files (ignored ones too) in a checkout that a move to `to` would overwrite. */
  wouldOverwrite(path: string, from: ObjectId, to: ObjectId): Promise<readonly string[]>;
  /**
   * Makes a branch that a worker turned into a symbolic ref a plain one at `commit` again: what the harness commits or resets there
   * would else move another branch, main itself (INV-10). Without a name: the branch that is checked out there. False when it was plain.
   */
  straighten(dir: string, branch: string | null, commit: ObjectId): Promise<boolean>;
  /** Creates a ref (full name) at a commit, replacing what it held. */
  keepRef(dir: string, ref: string, commit: ObjectId): Promise<void>;
  /** Deletes a branch only if it points at `expected`. */
  deleteBranch(dir: string, branch: string, expected: ObjectId): Promise<boolean>;
  branches(dir: string): Promise<readonly { name: string; head: ObjectId }[]>;
  /** Writes `git format-patch` files of `from..to` into `into`; their paths. */
  formatPatch(dir: string, from: ObjectId, to: ObjectId, into: string): Promise<readonly string[]>;
  /**
   * Environment and leading argv for a git command that the lead asked for, hardened like the harness's
   * own. Only `fetch` finds a way out.
   */
  hardened(
    dir: string,
    purpose: 'local' | 'fetch',
  ): { readonly env: Readonly<Record<string, string>>; readonly config: readonly string[] };
}

/** Watches what git executes code from: shared config, `info/`, hooks, worktree pointers (INV-16). */
export interface GitSentinel {
  /**
   * Records the present state as the trusted one; at the start of a run and after the harness's own changes. While other processes of
   * the home watch the repository, what they trust is taken over instead.
   */
  record(): Promise<void>;
  /** Puts back what differs from what was recorded, and returns all that was found since the last call, by others as well. */
  verify(): Promise<readonly Tampering[]>;
  /** The same with a beginning of its own: puts back what differs now; the function tells, as often as asked, all that was found since. */
  watch(): Promise<() => Promise<readonly Tampering[]>>;
  /** Watches no longer on behalf of the other processes of the home. */
  leave(): void;
}
