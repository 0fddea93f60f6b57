import { ROLLBACK_PLAN } from '../domain/document/fixed-documents.ts';
import { missingDocuments, withPlaces } from './documents.ts';
import { fail, type Gate, pass } from './gate.ts';

export const rollbackPlan: Gate<'documents'> = {
  name: 'rollback-plan',
  artifact: null,
  fields: [],
  documents: [ROLLBACK_PLAN],
  description: `A migration is carried out only with a plan that undoes it, ${ROLLBACK_PLAN}.`,
  needs: ['documents'],
  judge: ({ documents }) =>
    missingDocuments(documents, [ROLLBACK_PLAN]).length === 0
      ? pass(`${ROLLBACK_PLAN} is there`)
      : fail(
          `${withPlaces(documents, [ROLLBACK_PLAN])} is missing or empty: a migration that nobody can undo is not carried out`,
        ),
};
