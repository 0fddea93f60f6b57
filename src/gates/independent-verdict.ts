import { REVIEW_REPORT } from '../domain/document/fixed-documents.ts';
import type { Gate } from './gate.ts';
import { judgeReview } from './review-verdict.ts';

export const independentVerdict: Gate<'artifact'> = {
  name: 'independent-verdict',
  review: 'verdict',
  artifact: REVIEW_REPORT,
  fields: ['verdict'],
  description: 'The independent reviewer wrote the verdict APPROVED, that very word.',
  needs: ['artifact'],
  judge: ({ artifact }) => judgeReview(artifact),
};
