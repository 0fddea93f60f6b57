import { fail, type Gate, pass } from './gate.ts';

export const reportsOnly: Gate<'diff' | 'fixedPaths'> = {
  name: 'reports-only',
  artifact: null,
  fields: [],
  description: 'The branch changes nothing but the reports of its pipeline and the documents of its work item.',
  needs: ['diff', 'fixedPaths'],
  judge: ({ diff, fixedPaths }, { id }) => {
    const outside = diff
      .map(({ path }) => path)
      .filter((path) => !fixedPaths.includes(path) && !path.startsWith(`docs/work-items/${id}/`));
    return outside.length === 0
      ? pass('nothing is changed besides reports')
      : fail(`changed besides reports: ${outside.join(', ')}`, { paths: outside });
  },
};
