import { isTestFile } from '../domain/checks/test-files.ts';
import { isDocumentation, isWorkItemFile } from '../domain/document/documentation.ts';
import { fail, type Gate, pass } from './gate.ts';

export const docsTouched: Gate<'diff'> = {
  name: 'docs-touched',
  artifact: null,
  fields: [],
  description: 'What changes the product also changes its documentation, its changelog or a decision record.',
  needs: ['diff'],
  judge: ({ diff }) => {
    const product = diff.filter(({ path }) => !isTestFile(path) && !isWorkItemFile(path) && !isDocumentation(path));
    if (product.length === 0) return pass('nothing of the product is changed');
    const documents = diff.filter(({ path, status }) => status !== 'D' && isDocumentation(path));
    return documents.length === 0
      ? fail('the product is changed, but neither documentation nor changelog nor decision record', {
          paths: product.map(({ path }) => path),
        })
      : pass(`documented in ${documents.map(({ path }) => path).join(', ')}`);
  },
};
