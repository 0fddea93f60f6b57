import type { DocumentChange } from '../../domain/evidence.ts';
import { isChangelog } from '../../domain/lint/changelog.ts';
import { indexesOf, isDecisionRecord } from '../../domain/lint/decision-records.ts';
import type { App } from '../app.ts';

/** The decision records and the changelog that differ between two commits, and the indexes that the records belong in. */
export const documentsBetween = async (
  { git }: Pick<App, 'git'>,
  mainPath: string,
  from: string,
  to: string,
): Promise<readonly DocumentChange[]> => {
  const changed = (await git.diff(mainPath, from, to)).map(({ path }) => path);
  const records = changed.filter(isDecisionRecord);
  const paths = new Set([...records, ...records.flatMap(indexesOf), ...changed.filter(isChangelog)]);
  const read = async (path: string): Promise<DocumentChange> => {
    const [before, after] = await Promise.all([git.show(mainPath, from, path), git.show(mainPath, to, path)]);
    return { path, before, after };
  };
  return Promise.all([...paths].map(read));
};
