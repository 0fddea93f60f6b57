import type { CheckRun } from './verdict.ts';

/** How a path differs between two trees; without renames. */
export interface ChangedPath {
  readonly status: 'A' | 'M' | 'D' | 'T';
  readonly path: string;
  /** It is, or was, a submodule's commit and no file: what that holds is in no diff. */
  readonly gitlink?: true;
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
  /** The gate's own artifact as the stage's role left it, whatever happened to it later. */
  readonly artifact: Artifact;
  /** The task's documents at its head: text by name relative to the work item's directory, each at most 256 KiB. */
  readonly workItem: { readonly directory: string; readonly files: Readonly<Record<string, string>> };
  /** Whether the configuration wants a person's word here. */
  readonly approval: { readonly required: boolean };
  /** Changed lines of the branch, without lock files and the task's own documents. */
  readonly size: { readonly lines: number; readonly limit: number };
  /** Added lines that hold a secret; the rule that found it is named, the secret is not. */
  readonly secrets: readonly { readonly path: string; readonly line: number; readonly rule: string }[];
  /** What the stage's role changed outside of what it may write. */
  readonly scope: { readonly role: string | null; readonly outside: readonly string[] };
  /** The stages that judge, in order, each with the candidate that its role judged; null: none yet. */
  readonly judged: readonly { readonly stage: string; readonly candidate: string | null }[];
  /** Whether this repository is deployed by the product itself, so that staging is more than a form. */
  readonly staging: { readonly applies: boolean; readonly repository: string };
}

/** A report with frontmatter, as a gate sees it. `text` is the whole file. */
export type Artifact =
  | { readonly path: string; readonly status: 'missing' }
  | { readonly path: string; readonly status: 'unreadable'; readonly problem: string; readonly text: string }
  | {
      readonly path: string;
      readonly status: 'read';
      readonly fields: Readonly<Record<string, unknown>>;
      readonly text: string;
    };

export type EvidenceKind = keyof Evidence;

/** Evidence that can change while the candidate's tree stays the same: what was said of it yesterday is looked at anew. */
export const PASSING_EVIDENCE: ReadonlySet<EvidenceKind> = new Set([
  ...(['worktree', 'merge', 'mergeChecks'] as const),
  // The same tree changes something else once main has moved beneath it.
  ...(['diff', 'checkText'] as const),
  // Reports are no part of the candidate, and are written after the first look.
  'secrets',
  // A role may write its report again for the same candidate, and the configuration may change.
  ...(['artifact', 'approval', 'judged', 'scope', 'staging'] as const),
]);
