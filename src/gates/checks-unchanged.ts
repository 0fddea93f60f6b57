import { type Gate, pass, pending } from './gate.ts';

export const checksUnchanged: Gate<'checkText'> = {
  name: 'checks-unchanged',
  artifact: null,
  fields: [],
  description:
    'The candidate leaves the existing checks and tests in force; where it does not, a person looks (INV-3).',
  needs: ['checkText'],
  judge: ({ checkText }) =>
    checkText.paths.length === 0
      ? pass('the checks are those of main')
      : pending(`changes what the checks are: ${checkText.paths.join(', ')}; a person decides`, {
          paths: checkText.paths,
          diff: checkText.diff,
        }),
};
