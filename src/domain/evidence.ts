import type { CheckRun } from './verdict.ts';

/** How a path differs between two trees; without renames. */
export interface ChangedPath {
  readonly status: 'A' | 'M' | 'D' | 'T';
  readonly path: string;
}

/** What gates look at; `app` collects what a gate needs and nothing more. Paths are relative to the repository's root. */
export interface Evidence {
  /** What the task's branch changes against the place where it left main; a merge of main moves that place. */
  readonly diff: readonly ChangedPath[];
  /** What lies uncommitted in the task's worktree; `inProgress` names a merge or the like that was not finished. */
  readonly worktree: { readonly uncommitted: readonly string[]; readonly inProgress: string | null };
  /** Changes to what decides how the checks run and what they say (INV-3), and test files that are gone. */
  readonly checkText: { readonly paths: readonly string[]; readonly diff: string };
  /** The checks at the candidate; `none` is the person's word that there are none. */
  readonly checks: readonly CheckRun[] | 'none';
  /** The merge of the candidate into main as it is now. */
  readonly merge: { readonly conflicts: readonly string[] };
  /** The checks at the tree that main would hold. */
  readonly mergeChecks: readonly CheckRun[] | 'none';
}

export type EvidenceKind = keyof Evidence;

/** Evidence that can change while the candidate's tree stays the same: what was said of it yesterday is looked at anew. */
export const PASSING_EVIDENCE: ReadonlySet<EvidenceKind> = new Set([
  ...(['worktree', 'merge', 'mergeChecks'] as const),
  // The same tree changes something else once main has moved beneath it.
  ...(['diff', 'checkText'] as const),
]);
