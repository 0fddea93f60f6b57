import { fail, type Gate, pass } from './gate.ts';

export const changePresent: Gate<'diff' | 'fixedPaths'> = {
  name: 'change-present',
  artifact: null,
  fields: [],
  description: 'The branch changes at least one file besides its documents: exit code 0 alone is no work.',
  needs: ['diff', 'fixedPaths'],
  judge: ({ diff, fixedPaths }, { id }) => {
    // The request itself is written by the harness, and documents alone deliver nothing.
    const isDocument = (path: string): boolean =>
      path.startsWith(`docs/work-items/${id}/`) || fixedPaths.includes(path);
    const paths = diff.map((entry) => entry.path).filter((path) => !isDocument(path));
    return paths.length === 0
      ? fail('the branch holds no change against main')
      : pass(`${paths.length} ${paths.length === 1 ? 'file' : 'files'} changed`, { paths });
  },
};
