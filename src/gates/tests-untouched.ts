import { isTestFile } from '../domain/checks/test-files.ts';
import { fail, type Gate, pass } from './gate.ts';

export const testsUntouched: Gate<'diff'> = {
  name: 'tests-untouched',
  artifact: null,
  fields: [],
  description: 'No existing test is changed or deleted; new ones may be added.',
  needs: ['diff'],
  judge: ({ diff }) => {
    const paths = diff.filter(({ path, status }) => status !== 'A' && isTestFile(path)).map(({ path }) => path);
    return paths.length === 0
      ? pass('the existing tests are as they were')
      : fail(`changes existing tests: ${paths.join(', ')}`, { paths });
  },
};
