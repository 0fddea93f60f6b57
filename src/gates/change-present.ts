import { fail, type Gate, pass } from './gate.ts';

export const changePresent: Gate<'diff'> = {
  name: 'change-present',
  artifact: null,
  fields: [],
  description:
    'The branch changes at least one file besides the documents of its work item: exit code 0 alone is no work.',
  needs: ['diff'],
  judge: ({ diff }, { id }) => {
    // The request itself is written by the harness, and documents alone deliver nothing.
    const paths = diff.map((entry) => entry.path).filter((path) => !path.startsWith(`docs/work-items/${id}/`));
    return paths.length === 0
      ? fail('the branch holds no change against main')
      : pass(`${paths.length} ${paths.length === 1 ? 'file' : 'files'} changed`, { paths });
  },
};
