import type { Artifact } from '../domain/evidence.ts';
import { holdsBack, openReview } from '../domain/review/open-review.ts';
import type { GateAnswer } from '../domain/verdict/verdict.ts';
import { decidingWord } from '../domain/verdict/verdict-words.ts';
import { fail, type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

export const reviewVerdict: Gate<'artifact'> = {
  name: 'review-verdict',
  review: 'verdict',
  artifact: '12-review.md',
  fields: ['verdict'],
  description: 'The reviewer wrote the verdict APPROVED, that very word.',
  needs: ['artifact'],
  judge: ({ artifact }) => judgeReview(artifact),
};

/** A review's verdict as its report has it: APPROVED passes, and nothing else. */
export const judgeReview = (artifact: Artifact): GateAnswer => {
  const read = readReportFields(artifact, ['verdict']);
  if (!read.ok) return read.answer;
  const { verdict } = read.values;
  if (verdict === 'APPROVED') return contradiction(artifact) ?? pass('Review verdict: APPROVED');
  if (verdict === '') return unusable(`${artifact.path}: no verdict in the frontmatter`);
  const reason = `Review verdict: ${verdict} (not approved)`;
  return decidingWord(verdict) === 'negative' ? fail(reason, { findings: read.report }) : unusable(reason);
};

/** An approval whose own frontmatter lists a P0 or P1 as open contradicts itself (MA-232); findings in the prose do not count. */
const contradiction = (artifact: Artifact): GateAnswer | null => {
  const listed = openReview(artifact.status === 'read' ? artifact.fields : {});
  const held = listed.ok ? listed.open.filter(holdsBack) : [];
  return held.length === 0 ? null : unusable(`${artifact.path}: APPROVED, but ${held.join(', ')} is open`);
};
