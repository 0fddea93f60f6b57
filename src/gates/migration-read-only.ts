import { MIGRATION_DIRECTORY } from '../domain/document/fixed-documents.ts';
import { fail, type Gate, pass } from './gate.ts';

export const migrationReadOnly: Gate<'diff'> = {
  name: 'migration-read-only',
  artifact: null,
  fields: [],
  description: `Before its approval a migration changes nothing outside of ${MIGRATION_DIRECTORY}/.`,
  needs: ['diff'],
  judge: ({ diff }, { id }) => {
    const outside = diff
      .map(({ path }) => path)
      // The request itself is written by the harness.
      .filter((path) => !path.startsWith(`${MIGRATION_DIRECTORY}/`) && !path.startsWith(`docs/work-items/${id}/`));
    return outside.length === 0
      ? pass(`nothing is changed outside of ${MIGRATION_DIRECTORY}/`)
      : fail(`changed outside of ${MIGRATION_DIRECTORY}/ before the approval: ${outside.join(', ')}`, {
          paths: outside,
        });
  },
};
