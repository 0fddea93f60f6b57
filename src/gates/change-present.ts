import { fail, type Gate, pass } from './gate.ts';

export const changePresent: Gate<'diff'> = {
  name: 'change-present',
  artifact: null,
  fields: [],
  description: 'The branch changes at least one file: exit code 0 alone is no work.',
  needs: ['diff'],
  judge: ({ diff }) =>
    diff.length === 0
      ? fail('the branch holds no change against main')
      : pass(`${diff.length} ${diff.length === 1 ? 'file' : 'files'} changed`, {
          paths: diff.map((entry) => entry.path),
        }),
};
