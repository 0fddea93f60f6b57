import { decidingWord } from '../domain/verdict-words.ts';
import { fail, type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

export const reviewVerdict: Gate<'artifact'> = {
  name: 'review-verdict',
  artifact: '12-review.md',
  fields: ['verdict'],
  description: 'The reviewer wrote the verdict APPROVED, that very word.',
  needs: ['artifact'],
  judge: ({ artifact }) => {
    const read = readReportFields(artifact, ['verdict']);
    if (!read.ok) return read.answer;
    const { verdict } = read.values;
    if (verdict === 'APPROVED') return pass('Review verdict: APPROVED');
    if (verdict === '') return unusable(`${artifact.path}: no verdict in the frontmatter`);
    const reason = `Review verdict: ${verdict} (not approved)`;
    return decidingWord(verdict) === 'negative' ? fail(reason, { findings: read.report }) : unusable(reason);
  },
};
