import { holdsBack, openReview } from '../domain/review/open-review.ts';
import { decidingWord } from '../domain/verdict/verdict-words.ts';
import { type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

export const reviewListed: Gate<'artifact'> = {
  name: 'review-listed',
  review: 'listed',
  artifact: '12-review.md',
  fields: ['verdict', 'open'],
  description:
    'The reviewer has judged the candidate and listed what is open; a fix answers that, whatever the verdict.',
  needs: ['artifact'],
  judge: ({ artifact }) => {
    const read = readReportFields(artifact, ['verdict']);
    if (!read.ok) return read.answer;
    const { verdict } = read.values;
    const isApproved = verdict === 'APPROVED';
    if (!isApproved && decidingWord(verdict) !== 'negative')
      return unusable(`${artifact.path}: ${verdict === '' ? 'no verdict' : `"${verdict}" is no verdict`}`);
    const listed = openReview(artifact.status === 'read' ? artifact.fields : {});
    if (!listed.ok) return unusable(`${artifact.path}: ${listed.problem}`);
    const { open } = listed;
    const held = open.filter(holdsBack);
    if (isApproved && held.length > 0) return unusable(`${artifact.path}: APPROVED, but ${held.join(', ')} is open`);
    if (!isApproved && open.length === 0) return unusable(`${artifact.path}: ${verdict}, but nothing stands in "open"`);
    return pass(`Review verdict: ${verdict}, ${open.length === 0 ? 'nothing' : open.join(', ')} open`, { open });
  },
};
