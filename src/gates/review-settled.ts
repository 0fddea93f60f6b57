import type { Artifact, Evidence } from '../domain/evidence.ts';
import { readFixReport, unanswered } from '../domain/review/fix-report.ts';
import { holdsBack, openReview } from '../domain/review/open-review.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { fail, type Gate, pass } from './gate.ts';

export const reviewSettled: Gate<'review'> = {
  name: 'review-settled',
  review: 'settled',
  artifact: null,
  fields: [],
  description:
    'The review is of this candidate, or of the one that the fixer began with and answered for; no declined P0 or P1 is open.',
  needs: ['review'],
  judge: ({ review: { review, fix } }, { candidate }) => {
    if (candidate === null) return fail('there is no candidate yet');
    // The tree tells one round from another: the same words about another one are no finding that comes back.
    if (review === null) return fail(`nobody has reviewed it as it is now (tree ${candidate.slice(0, 12)})`);
    const open = openIn(review.artifact);
    if (open === null) return fail(`${review.artifact.path} can no longer be read`);
    if (review.candidate === candidate && open.length === 0) return pass('the review left nothing open');
    return fix === null ? fail(`nobody has answered ${open.join(', ')}`) : answeredBy(fix, open, candidate);
  },
};

/** What the fixer left is no candidate that was reviewed: it passes for what was reviewed and no more than the answers to that (INV-2). */
const answeredBy = (
  fix: NonNullable<Evidence['review']['fix']>,
  open: readonly string[],
  candidate: string,
): GateAnswer => {
  if (fix.candidate !== candidate) return fail('the candidate has changed since the fixer left it');
  const reading = fix.artifact.status === 'read' ? readFixReport(fix.artifact.fields) : null;
  if (!reading?.ok) return fail(`${fix.artifact.path} can no longer be read`);
  const { applied, declined } = reading.report;
  const missing = unanswered(open, reading.report);
  if (missing.length > 0) return fail(`nobody has answered ${missing.join(', ')}`);
  const held = declined.filter(({ finding }) => open.includes(finding) && holdsBack(finding));
  if (held.length === 0) return pass(`${applied.length} applied and ${declined.length} declined after the review`);
  const reasons = held.map(({ finding, reason }) => `${finding}: ${reason}`);
  return fail(`declined, and for the reviewer to judge once more: ${held.map(({ finding }) => finding).join(', ')}`, {
    findings: reasons.join('\n'),
  });
};

const openIn = (artifact: Artifact): readonly string[] | null => {
  if (artifact.status !== 'read') return null;
  const listed = openReview(artifact.fields);
  return listed.ok ? listed.open : null;
};
