import type { RoleReport } from '../domain/evidence.ts';
import { readFixReport, unanswered } from '../domain/review/fix-report.ts';
import { openReview } from '../domain/review/open-review.ts';
import { fail, type Gate, pass } from './gate.ts';
import { readReportFields, unusable } from './report-field.ts';

export const fixReport: Gate<'artifact' | 'review'> = {
  name: 'fix-report',
  artifact: '16-fix-report.md',
  accounts: true,
  fields: ['applied', 'declined'],
  description: 'The fixer has answered every finding of the review: applied it, or declined it with a reason.',
  needs: ['artifact', 'review'],
  judge: ({ artifact, review: { review } }) => {
    const read = readReportFields(artifact, []);
    if (!read.ok) return read.answer;
    const reading = readFixReport(artifact.status === 'read' ? artifact.fields : {});
    if (!reading.ok) return unusable(`${artifact.path}: ${reading.problem}`);
    const { applied, declined } = reading.report;
    const missing = unanswered(openIn(review), reading.report);
    return missing.length === 0
      ? pass(`${applied.length} applied, ${declined.length} declined`)
      : fail(`in neither list: ${missing.join(', ')}`);
  },
};

const openIn = (review: RoleReport | null): readonly string[] => {
  if (review?.artifact.status !== 'read') return [];
  const listed = openReview(review.artifact.fields);
  return listed.ok ? listed.open : [];
};
