import { notVerifiedName } from '../../../app/runs/not-verified.ts';
import type { RunReport } from '../../../domain/report.ts';
import type { Catalogue } from '../text/catalogue/catalogue.ts';

/** What nobody verified; there is always something to say. A sentence that the catalogue does not know stands as it is. */
export const notVerifiedLines = (
  { notVerified, tests, tasks }: RunReport,
  { report, notVerified: sentences }: Catalogue,
): readonly string[] => {
  if (notVerified.length > 0) {
    return notVerified.map((sentence) => {
      const name = notVerifiedName(sentence);
      return name === null ? sentence : sentences[name];
    });
  }
  if (tests.length === 0) return [report.nothingChecked];
  const open = tasks.filter(({ status }) => status !== 'merged').map(({ id }) => id);
  return [open.length > 0 ? report.notMerged(open.join(', ')) : report.nothingElse];
};
