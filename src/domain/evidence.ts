import type { CiStep } from './checks/ci-polling.ts';
import type { BeforeAfter } from './checks/package-checks.ts';
import type { PullRequestLook } from './review/pull-request.ts';
import type { CheckRun } from './verdict/verdict.ts';
import type { ScenarioStep, VerificationRecord } from './verification/verification.ts';

/** How a path differs between two trees; `status` as in `git diff --name-status` without renames. */
export interface ChangedPath {
  readonly status: 'A' | 'M' | 'D' | 'T';
  readonly path: string;
  /** It is, or was, a submodule's commit and no file: what that holds is in no diff. */
  readonly gitlink?: true;
}

/** A commit by its abbreviated id, with the whole of its message. */
export interface CommitMessage {
  readonly id: string;
  readonly message: string;
}

/** What gates look at; `app` collects what a gate needs and nothing more. Paths are relative to the repository's root. */
export interface Evidence {
  /** What the task's branch changes against the place where it left main; a merge of main moves that place. */
  readonly diff: readonly ChangedPath[];
  /** The commits that the task's branch has and the place where it left main has not, newest first. */
  readonly commits: readonly CommitMessage[];
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
  /** The test plan at the task's head; its fields are the whole file's. */
  readonly testPlan: Artifact;
  /** Decision records and the changelog where the branch changes them, and the records' indexes. */
  readonly documentChanges: readonly DocumentChange[];
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
  /** What the stage's role has done to the branch since other roles left it, without what it took over from main. */
  readonly own: { readonly role: string | null; readonly changes: readonly ChangedPath[] };
  /** The tests that the stage's role found and has changed or deleted since, with what it did to them. */
  readonly ownTests: { readonly role: string | null; readonly paths: readonly string[]; readonly diff: string };
  /** The newest review of the task and what its fixer says of it; each null until its role has worked. */
  readonly review: { readonly review: RoleReport | null; readonly fix: RoleReport | null };
  /** The last run of the stage's role, and whether it ended with the word that says so; null until it has worked. */
  readonly completion: { readonly role: string; readonly job: string; readonly completed: boolean } | null;
  /** What the next worker of the pipeline would be told, and what has to stand there; null where nobody works. */
  readonly prompt: { readonly role: string; readonly gaps: readonly string[] } | null;
  /** The documents that the gate looks for, as the task's head has them, by path; one that is not there is missing. */
  readonly documents: Readonly<Record<string, DocumentPlace>>;
  /** Paths at which the task's pipeline has its roles write, whatever the task: reports, hand-offs, plans. */
  readonly fixedPaths: readonly string[];
  /** A person's decision in a file, and whether the task waits for it; the file alone is judged where it does not. */
  readonly decision: { readonly file: Artifact; readonly isAwaited: boolean };
  /** Who holds the lock of main runs; `start` is ISO 8601, `run` null while it is not recorded. */
  readonly mainRun:
    | { readonly status: 'none' }
    | { readonly status: 'stale'; readonly pid: number; readonly problem: string }
    | { readonly status: 'on'; readonly pid: number; readonly start: string; readonly run: string | null };
  /** Whether this repository is deployed by the product itself, so that staging is more than a form. */
  readonly staging: { readonly applies: boolean; readonly repository: string };
  /** What the newest look at the forge's CI came to; `none`: no forge is configured. */
  readonly ci: CiStep | 'none';
  /** What is said at the forge about the branch's open pull request; `none`: no forge is configured. */
  readonly pullRequest: PullRequestLook | 'none';
  /** What was seen of the candidate in a browser; `none`: nothing says how to look. */
  readonly verification: { readonly record: VerificationRecord; readonly scenario: readonly ScenarioStep[] } | 'none';
}

/** A document on both sides of a diff; null where it is not there. */
export interface DocumentChange extends BeforeAfter {
  readonly path: string;
}

/** What stands in a document's place: its text, a little more than 256 KiB at most, or what is there instead of a file, in words. */
export type DocumentPlace = { readonly text: string } | { readonly instead: string };

/**
 * A report with frontmatter, as a gate sees it. `text` is the whole file, null where it is too long for one; `instead` is what stands
 * in its place and is no file.
 */
export type Artifact =
  | { readonly path: string; readonly status: 'missing'; readonly instead?: string }
  | { readonly path: string; readonly status: 'unreadable'; readonly problem: string; readonly text: string | null }
  | {
      readonly path: string;
      readonly status: 'read';
      readonly fields: Readonly<Record<string, unknown>>;
      readonly text: string;
    };

/** A report with the candidate that its role left, which for a judge is the one that it judged. */
export interface RoleReport {
  readonly candidate: string;
  readonly artifact: Artifact;
}

export type EvidenceKind = keyof Evidence;

/** Evidence that can change while the candidate's tree stays the same: what was said of it yesterday is looked at anew. */
export const PASSING_EVIDENCE: ReadonlySet<EvidenceKind> = new Set([
  ...(['worktree', 'merge', 'mergeChecks'] as const),
  // A message may be written anew beside the same tree.
  'commits',
  // The same tree changes something else once main has moved beneath it.
  ...(['diff', 'documentChanges', 'checkText'] as const),
  // Reports are no part of the candidate, and are written after the first look.
  'secrets',
  // A role may write its report again for the same candidate, and the configuration may change.
  ...(['artifact', 'approval', 'judged', 'scope', 'staging'] as const),
  // What was said about one candidate may be settled in the next.
  ...(['review', 'completion', 'prompt', 'own', 'ownTests'] as const),
  // Records are no part of the candidate, people decide when they like, and runs come and go.
  ...(['documents', 'decision', 'mainRun', 'pullRequest'] as const),
]);
