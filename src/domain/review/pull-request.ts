export type ReviewState = 'approved' | 'changes-requested' | 'commented';

/** A review at the forge; whether it is about the present candidate is for git to say. */
export interface PullRequestReview {
  readonly author: string;
  readonly state: ReviewState;
  /** The commit that was looked at. */
  readonly commit: string;
  readonly body: string;
}

/** What was found at the forge: the open pull request with the reviews of the present candidate, oldest first. */
export type PullRequestLook =
  | { readonly status: 'found'; readonly number: number; readonly reviews: readonly PullRequestReview[] }
  | { readonly status: 'not-found' }
  | { readonly status: 'failed'; readonly error: string };
