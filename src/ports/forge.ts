import type { CiState } from '../domain/checks/ci-polling.ts';
import type { PullRequestReview } from '../domain/review/pull-request.ts';

/** A branch as it stands here; what a forge says of another commit of it is said of something else (INV-2). */
export interface ForgeBranch {
  /** Short name. */
  readonly branch: string;
  /** The commit that it points at. */
  readonly commit: string;
}

export type CommitStatus =
  | { readonly status: 'found'; readonly state: CiState }
  /** The forge knows no such branch, or nothing of its CI. */
  | { readonly status: 'not-found' };

export interface NewPullRequest {
  /** Short names of the branch and of the one that it is to be merged into. */
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

/** Where branches are looked at by others: CI and reviewers. Every method may reject, and may take its time. */
export interface Forge {
  /** What CI says of a branch, all its jobs taken together. */
  commitStatus(branch: ForgeBranch): Promise<CommitStatus>;
  /** Oldest first. */
  reviews(pullRequest: number): Promise<readonly PullRequestReview[]>;
  /** The number of the branch's open pull request; null: there is none. */
  openPullRequest(branch: string): Promise<number | null>;
  /** The number of the branch's open pull request, which is made where there is none. */
  ensurePullRequest(pullRequest: NewPullRequest): Promise<number>;
  /** Closes a pull request with a last word on it; one that is closed already is left as it is. */
  closePullRequest(pullRequest: number, comment: string): Promise<void>;
}
