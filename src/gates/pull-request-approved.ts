import type { PullRequestReview } from '../domain/review/pull-request.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { fail, type Gate, pass, pending } from './gate.ts';

export const pullRequestApproved: Gate<'pullRequest'> = {
  name: 'pull-request-approved',
  artifact: null,
  fields: [],
  description: 'Somebody has approved the pull request as it is now, and nobody wants changes.',
  needs: ['pullRequest'],
  judge: ({ pullRequest }) => {
    if (pullRequest === 'none') return fail('no forge is configured, so nobody reviews there (ORCHESTRATOR_FORGE)');
    switch (pullRequest.status) {
      case 'not-found':
        return fail('the branch has no open pull request');
      case 'failed':
        // Nothing is wrong with the work: it is not sent back for that.
        return pending(`API error: ${pullRequest.error}; it is asked again`, { until: 'the forge' });
      case 'found':
        return judgeReviews(pullRequest.number, pullRequest.reviews);
    }
  },
};

const judgeReviews = (number: number, reviews: readonly PullRequestReview[]): GateAnswer => {
  const about = `pull request ${number}`;
  if (reviews.length === 0) return pending(`${about} is not reviewed yet`, { until: 'a review at the forge' });
  // A later word of the same person replaces an earlier one, a comment does not.
  const words = new Map(reviews.flatMap((review) => (review.state === 'commented' ? [] : [[review.author, review]])));
  const refused = [...words.values()].filter(({ state }) => state === 'changes-requested');
  if (refused.length > 0) return fail(`${about}: changes are requested by ${authors(refused)}`, findingsOf(refused));
  if (words.size > 0) return pass(`${about} is approved by ${authors([...words.values()])}`);
  return fail(`${about} has only comments, by ${authors(reviews)}`, findingsOf(reviews));
};

const authors = (reviews: readonly PullRequestReview[]): string =>
  [...new Set(reviews.map(({ author }) => author))].join(', ');

const findingsOf = (reviews: readonly PullRequestReview[]): GateAnswer['evidence'] => ({
  findings: reviews.map(({ author, body }) => `${author}: ${body}`).join('\n\n'),
});
