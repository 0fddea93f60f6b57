import { isTestFile } from '../domain/checks/test-files.ts';
import { isDocumentation, isWorkItemFile } from '../domain/document/documentation.ts';
import { changelogProblems, hasNewEntry, isChangelog } from '../domain/lint/changelog.ts';
import { fail, type Gate, pass } from './gate.ts';

export const changelogEntry: Gate<'diff' | 'documentChanges'> = {
  name: 'changelog-entry',
  artifact: null,
  fields: [],
  description: 'What changes the product adds an entry to the newest section of a changelog that is in form.',
  needs: ['diff', 'documentChanges'],
  judge: ({ diff, documentChanges: documents }) => {
    const product = diff.filter(({ path }) => !isTestFile(path) && !isWorkItemFile(path) && !isDocumentation(path));
    const changelog = documents.find(({ path }) => isChangelog(path));
    const after = changelog?.after ?? null;
    if (changelog !== undefined && after !== null && changelog.before !== after) {
      const problems = changelogProblems(after);
      if (problems.length > 0) return fail(`${changelog.path}: ${problems.join('; ')}`);
    }
    if (product.length === 0) return pass('nothing of the product is changed');
    if (changelog !== undefined && after !== null && hasNewEntry(changelog.before, after))
      return pass(`${changelog.path} has a new entry`);
    return fail('the product is changed, but the newest section of the changelog has no new entry', {
      paths: product.map(({ path }) => path),
    });
  },
};
