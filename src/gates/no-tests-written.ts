import { isTestFile } from '../domain/checks/test-files.ts';
import { fail, type Gate, pass } from './gate.ts';

export const noTestsWritten: Gate<'own'> = {
  name: 'no-tests-written',
  artifact: null,
  fields: [],
  description: "The stage's role has touched no test: it neither changed, added nor deleted one.",
  needs: ['own'],
  judge: ({ own: { role, changes } }) => {
    const paths = changes.map(({ path }) => path).filter(isTestFile);
    return paths.length === 0
      ? pass('the tests are left to others')
      : fail(`${role ?? 'somebody'} modified tests: ${paths.join(', ')}`, { paths });
  },
};
